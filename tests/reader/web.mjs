// Reads web pages as people do, with mouse, keys and without a script: node web.mjs CHROMIUM FOLDER
// FOLDER/pages.json tells which; writes FOLDER/web.json and screenshots, which tests judge. One
// browser serves all of them.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const [executablePath, folder] = process.argv.slice(2)
const here = path.dirname(fileURLToPath(import.meta.url))
const axe = path.join(here, 'node_modules/axe-core/axe.min.js')
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync']
const SIZES = { phone: [390, 780], tablet: [820, 1100], desktop: [1280, 860] }
const { pages } = JSON.parse(fs.readFileSync(path.join(folder, 'pages.json'), 'utf8'))
const browser = await chromium.launch({ executablePath, headless: true, args: flags })
const result = {}

const opened = async (file, options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(60000)
    const errors = []
    page.on('console', message => message.type() === 'error' && errors.push(message.text()))
    page.on('pageerror', error => errors.push(String(error)))
    // nothing but the page itself may be asked for
    const asked = []
    page.on('request', request => request.url().startsWith('data:') || asked.push(request.url()))
    await page.goto(pathToFileURL(path.join(folder, file)).href)
    return { context, page, errors, asked }
}

// What axe-core finds; the page's own policy lets nobody put a script into it.
const barriers = async (file, theme) => {
    const { context, page } = await opened(file, { bypassCSP: true, colorScheme: theme })
    await page.addScriptTag({ path: axe })
    const found = []
    // by night only the colours differ
    const what = theme === 'dark' ? { type: 'rule', values: ['color-contrast'] }
        : { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }
    for (const direction of theme === 'dark' ? ['horizontal'] : ['horizontal', 'vertical']) {
        await page.check(`#direction-${direction}`)
        const { violations } = await page.evaluate(what => window.axe.run(document, {
            resultTypes: ['violations'], runOnly: what,
        }), what)
        for (const { id, nodes } of violations) {
            for (const { html } of nodes) found.push(`${theme} ${direction}: ${id}: ${html.slice(0, 140)}`)
        }
    }
    await context.close()
    return found
}

const read = async file => {
    const { context, page, errors, asked } = await opened(file)
    const said = {}
    const fonts = await page.evaluate(async () => {
        await document.fonts.ready
        return [...document.fonts].map(font => `${font.family} ${font.status}`)
    })
    said.fonts = fonts
    said.first = await page.evaluate(() => document.querySelector('main h1').innerText)
    // a click on a call shows the note, Escape closes it, and what was left is where it was
    const call = page.locator('a.call').first()
    if (await call.count()) {
        await call.click()
        said.note = await page.locator('#note-said').innerText()
        said.noteShown = await page.locator('#note-shown').isVisible()
        await page.keyboard.press('Escape')
        said.noteClosed = !await page.locator('#note-shown').isVisible()
        // by keys alone
        await call.focus()
        await page.keyboard.press('Enter')
        said.focused = await page.evaluate(() => document.activeElement.id)
        await page.keyboard.press('Escape')
        said.returned = await page.evaluate(() => document.activeElement.className)
        await call.click()
        await page.click('#note-link')
        said.noteHash = await page.evaluate(() => location.hash)
        await page.click(`${said.noteHash} .back`)
        said.back = await page.evaluate(() => location.hash)
    }
    // a click on a number cites its line
    const number = page.locator('a.number, p.article a.permalink').first()
    await number.scrollIntoViewIfNeeded()
    await number.click()
    await page.waitForSelector('#cite-shown', { state: 'visible' })
    said.cited = await page.locator('#cite-said').innerText()
    said.hash = await page.evaluate(() => location.hash)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    for (const form of ['text', 'address', 'bibtex', 'csl', 'ris']) {
        await page.click(`#cite-${form}`)
        await page.waitForFunction(() => document.querySelector('#cite-done').textContent !== '')
        said[form] = await page.evaluate(() => navigator.clipboard.readText())
    }
    await page.locator('#cite-shown .close').click()
    said.citeClosed = !await page.locator('#cite-shown').isVisible()
    // the whole, without a place
    await page.locator('h1 a.permalink').click()
    await page.waitForSelector('#cite-shown', { state: 'visible' })
    said.whole = await page.locator('#cite-said').innerText()
    await page.keyboard.press('Escape')
    // columns keep the place, and the choice is remembered
    const id = await page.evaluate(() => {
        const lines = [...document.querySelectorAll('main p[id]')]
        const line = lines[Math.floor(lines.length / 2)]
        line.scrollIntoView()
        return line.id
    })
    await page.locator('#direction-vertical').evaluate(input => input.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })))
    await page.locator('#direction-vertical').evaluate(input => input.click())
    await page.waitForTimeout(100)
    said.mode = await page.evaluate(() => getComputedStyle(document.querySelector('main')).writingMode)
    said.kept = await page.evaluate(id => {
        const { left, right } = document.getElementById(id).getBoundingClientRect()
        return right > 0 && left < innerWidth
    }, id)
    const before = await page.evaluate(() => document.querySelector('main').scrollLeft)
    await page.locator('main').hover()
    await page.mouse.wheel(0, 400)
    said.turned = await page.waitForFunction(before => document.querySelector('main').scrollLeft < before, before, { timeout: 10000 }).then(() => true, () => false)
    await page.reload()
    said.remembered = await page.isChecked('#direction-vertical')
    await page.check('#direction-horizontal')
    // the other script opens at the same line
    const link = page.locator('.scripts a').first()
    if (await link.count()) {
        await page.evaluate(id => document.getElementById(id).scrollIntoView(), id)
        await page.evaluate(() => { document.addEventListener('click', event => event.preventDefault()) })
        await link.evaluate(link => link.click())
        said.other = { id, href: await link.getAttribute('href') }
        said.other.to = await link.evaluate(link => link.href.split('/').at(-1))
    }
    said.tree = await page.locator('body').ariaSnapshot()
    said.errors = errors
    said.asked = asked.filter(url => !url.startsWith('file:'))
    await context.close()
    return said
}

// Without its script the page is read all the same: switches, notes and addresses work.
const plain = async file => {
    const { context, page, errors } = await opened(file, { javaScriptEnabled: false })
    await page.check('#direction-vertical')
    const mode = await page.locator('main').evaluate(main => getComputedStyle(main).writingMode).catch(() => '')
    const call = page.locator('a.call').first()
    let hash = ''
    if (await call.count()) {
        await page.check('#direction-horizontal')
        await call.click()
        hash = page.url().split('#')[1]
    }
    const text = await page.locator('main').innerText()
    await context.close()
    return { mode, hash, characters: text.length, errors }
}

const shoot = async (file, name) => {
    for (const [size, [width, height]] of Object.entries(SIZES)) for (const theme of ['light', 'dark']) {
        const { context, page } = await opened(file, { viewport: { width, height }, colorScheme: theme })
        await page.screenshot({ path: path.join(folder, `${name}-${size}-${theme}.png`) })
        await page.check('#direction-vertical')
        await page.locator('main').scrollIntoViewIfNeeded()
        await page.screenshot({ path: path.join(folder, `${name}-${size}-${theme}-vertical.png`) })
        await context.close()
    }
}

for (const [name, file] of Object.entries(pages)) {
    result[name] = { read: await read(file), plain: await plain(file) }
    result[name].barriers = [...await barriers(file, 'light'), ...await barriers(file, 'dark')]
    if (process.env.ZHENGBEN_SCREENSHOTS) await shoot(file, name)
    // no character is wider than the screen, on a phone
    const { context, page } = await opened(file, { viewport: { width: 320, height: 600 } })
    result[name].overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    await context.close()
}
fs.writeFileSync(path.join(folder, 'web.json'), JSON.stringify(result, null, 1))
await browser.close()
