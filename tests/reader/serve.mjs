// Looks at the preview as an editor does: node serve.mjs CHROMIUM ADDRESS FOLDER
// FOLDER/task.json names the document, and the file and the words that are edited; writes
// FOLDER/serve.json and screenshots, which tests judge.
import fs from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'

const [executablePath, address, folder] = process.argv.slice(2)
const task = JSON.parse(fs.readFileSync(path.join(folder, 'task.json'), 'utf8'))
const browser = await chromium.launch({ executablePath, headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] })
const context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
const page = await context.newPage()
page.setDefaultTimeout(60000)
const errors = []
page.on('pageerror', error => errors.push(String(error)))
const result = { errors }
const edition = name => `${address}#${task.document}/zh-Hant/${name}`
const shown = () => page.waitForFunction(() => document.querySelector('#shown img')?.naturalWidth > 0)
const place = () => page.locator('#place').innerText()

// a click on a line of a page
await page.goto(edition('handout'))
await shown()
result.clicked = []
const box = await page.locator('#shown img').first().boundingBox()
for (const share of [0.3, 0.45, 0.6]) {
    await page.evaluate(() => { document.querySelector('#place').textContent = '' })
    await page.mouse.click(box.x + box.width * 0.4, box.y + box.height * share)
    await page.waitForFunction(() => document.querySelector('#place').textContent !== '')
    result.clicked.push([await place(), await page.locator('#said').innerText()])
}
await page.screenshot({ path: path.join(folder, 'serve-pages.png') })

// from save to picture, again and again
const text = fs.readFileSync(task.file, 'utf8')
result.seconds = []
for (let turn = 0; turn < task.turns; turn += 1) {
    await page.waitForTimeout(task.wait)
    await page.evaluate(() => {
        window.drawn = new Promise(done => document.querySelector('#shown img')
            .addEventListener('load', () => done(Date.now()), { once: true }))
    })
    const saved = Date.now()
    fs.writeFileSync(task.file, turn % 2 ? text : text.replace(task.before, task.after))
    result.seconds.push((await page.evaluate(() => window.drawn) - saved) / 1000)
}
fs.writeFileSync(task.file, text)

// what is wrong is told on the page, in one sentence
const metadata = path.join(path.dirname(task.file), 'document.toml')
const whole = fs.readFileSync(metadata, 'utf8')
fs.writeFileSync(metadata, whole.replace('genre =', 'gender ='))
await page.waitForFunction(() => document.body.classList.contains('wrong'))
result.wrong = await page.locator('#state').innerText()
fs.writeFileSync(metadata, whole)
await page.waitForFunction(() => !document.body.classList.contains('wrong'))

// a click in a web page, and in a page of a book
for (const [name, selector] of [['web', 'main p'], ['e-reader', 'p']]) {
    await page.goto(edition(name))
    await page.reload()
    await page.waitForSelector('iframe')
    const frames = page.locator('iframe')
    await page.waitForTimeout(800)
    const count = await frames.count()
    await page.evaluate(() => { document.querySelector('#place').textContent = '' })
    for (let at = 0; at < count; at += 1) {
        const line = frames.nth(at).contentFrame().locator(`${selector}[id]`).nth(3)
        if (!await line.count()) continue
        await line.click()
        break
    }
    await page.waitForFunction(() => document.querySelector('#place').textContent !== '')
    result[name] = [await place(), await page.locator('#said').innerText()]
    await page.screenshot({ path: path.join(folder, `serve-${name}.png`) })
}
await browser.close()
fs.writeFileSync(path.join(folder, 'serve.json'), JSON.stringify(result))
