// Reads pages of texts beside one another as people do: node beside.mjs CHROMIUM FOLDER
// FOLDER/pages.json tells which; writes FOLDER/beside.json and screenshots, which tests judge.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const [executablePath, folder] = process.argv.slice(2)
const here = path.dirname(fileURLToPath(import.meta.url))
const axe = path.join(here, 'node_modules/axe-core/axe.min.js')
const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync']
const SIZES = { phone: [390, 780], tablet: [820, 1100], desktop: [1280, 860] }
const { pages } = JSON.parse(fs.readFileSync(path.join(folder, 'pages.json'), 'utf8'))
const browser = await chromium.launch({ executablePath, headless: true, args: flags })
const result = {}

const opened = async (file, options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(90000)
    page.setDefaultNavigationTimeout(90000)
    const errors = [], asked = []
    page.on('console', message => message.type() === 'error' && errors.push(message.text()))
    page.on('pageerror', error => errors.push(String(error)))
    page.on('request', request => request.url().startsWith('data:') || asked.push(request.url()))
    await page.goto(pathToFileURL(path.join(folder, file)).href)
    return { context, page, errors, asked }
}

const barriers = async (file, theme) => {
    const { context, page } = await opened(file, { bypassCSP: true, colorScheme: theme })
    await page.addScriptTag({ path: axe })
    const { violations } = await page.evaluate(() => window.axe.run(document, {
        resultTypes: ['violations'],
        runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    }))
    await context.close()
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${theme}: ${id}: ${html.slice(0, 140)}`))
}

// The columns of the text that can be seen, by their numbers.
const columns = page => page.evaluate(() => [1, 2, 3].filter(n =>
    [...document.querySelectorAll(`.column.column-${n}`)].some(cell => cell.offsetHeight)))
const rows = page => page.evaluate(() =>
    [...document.querySelectorAll('.row')].filter(row => row.offsetHeight).length)

// What can be read where two versions are merged.
const words = page => page.evaluate(() =>
    [...document.querySelectorAll('.column.merged')].map(cell => cell.innerText).join('\n'))

for (const [name, file] of Object.entries(pages)) {
    const said = { barriers: [...await barriers(file, 'light'), ...await barriers(file, 'dark')] }
    const { context, page, errors, asked } = await opened(file)
    said.fonts = await page.evaluate(async () => {
        await document.fonts.ready
        return [...document.fonts].map(font => `${font.family} ${font.status}`)
    })
    said.all = await columns(page)
    said.rows = await rows(page)
    // by keys: the switch is a group of radio buttons
    await page.focus('#columns-all')
    await page.keyboard.press('ArrowRight')
    said.first = await columns(page)
    said.new = await words(page)
    await page.check('#columns-2')
    said.second = await columns(page)
    said.old = await words(page)
    await page.check('#columns-all')
    if (await page.locator('#rows-changed').count()) {
        await page.check('#rows-changed')
        said.changed = await rows(page)
        await page.check('#rows-all')
    }
    await page.setViewportSize({ width: 1280, height: 300 })
    // what the switches before it still have to do comes first
    await page.evaluate(() => new Promise(done =>
        requestAnimationFrame(() => requestAnimationFrame(done))))
    // a switch keeps the row that stood first on the screen
    await page.evaluate(() => document.querySelectorAll('.side .row')[9].scrollIntoView())
    const top = () => page.evaluate(() => Math.round(
        document.querySelectorAll('.side .row')[9].getBoundingClientRect().top))
    await page.evaluate(() => document.querySelector('.tools').dispatchEvent(new Event('pointerdown')))
    await page.evaluate(() => document.querySelector('#columns-1').click())
    // as soon as it is there again; a busy machine takes its time
    await page.waitForFunction(() => Math.abs(
        document.querySelectorAll('.side .row')[9].getBoundingClientRect().top) <= 1,
    null, { timeout: 5000 }).catch(() => {})
    said.kept = await top()
    // a permalink leads to its line
    await page.locator('a.permalink').nth(3).click()
    said.hash = await page.evaluate(() => decodeURIComponent(location.hash))
    said.there = await page.evaluate(() => Boolean(document.querySelector(':target')))
    said.errors = errors
    said.asked = asked.slice(1)
    await context.close()
    const narrow = await opened(file, { viewport: { width: 320, height: 640 } })
    said.overflow = await narrow.page.evaluate(() =>
        document.documentElement.scrollWidth - document.documentElement.clientWidth)
    await narrow.context.close()
    for (const [size, [width, height]] of Object.entries(SIZES)) {
        const { context, page } = await opened(file, { viewport: { width, height } })
        await page.screenshot({ path: path.join(folder, `${name}-${size}.png`) })
        await context.close()
    }
    result[name] = said
}
await browser.close()
fs.writeFileSync(path.join(folder, 'beside.json'), JSON.stringify(result))
