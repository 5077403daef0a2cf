// Reads a book in foliate-js as a person would: node read.mjs CHROMIUM BOOK FOLDER
// Writes FOLDER/result.json and screenshots; tests/test_reader.py judges them.
import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const [executablePath, book, folder] = process.argv.slice(2)
const here = path.dirname(fileURLToPath(import.meta.url))
const types = { '.html': 'text/html', '.js': 'text/javascript', '.epub': 'application/epub+zip' }
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync']
const THEMES = {
    day: 'html { color: #000; background: #fff; }',
    sepia: 'html { color: #5b4636; background: #f4ecd8; }',
    night: 'html { color: #c8c8c8; background: #121212; color-scheme: dark; }',
}
const SIZES = {
    phone: { width: 390, height: 780 },
    eink: { width: 760, height: 1010 },
    desktop: { width: 1280, height: 860 },
}
// twice the size in a face that is not the book's
const LARGE = 'html { font-size: 200% !important; font-family: sans-serif !important; }'

const server = http.createServer((request, response) => {
    if (request.url === '/favicon.ico') return response.writeHead(204).end()
    const { pathname } = new URL(request.url, 'http://localhost')
    const file = pathname === '/book.epub' ? book : path.join(here, path.normalize(decodeURIComponent(pathname)))
    fs.readFile(file, (error, data) => {
        response.writeHead(error ? 404 : 200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' })
        response.end(data)
    })
})
await new Promise(listening => server.listen(0, '127.0.0.1', listening))
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'reader-'))
const browser = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: flags })
const page = await browser.newPage()
const errors = []
page.on('pageerror', error => errors.push(String(error)))
page.on('console', message => message.type() === 'error' && errors.push(message.text()))

const ask = (name, ...given) => page.evaluate(([name, given]) => window.reader[name](...given), [name, given])
const open = async size => {
    await page.setViewportSize(SIZES[size])
    await page.goto(`http://127.0.0.1:${server.address().port}/reader.html`)
    await page.waitForFunction('window.reader')
    return ask('open', '/book.epub')
}

// A real click of the mouse on an element of the book.
const click = async selector => {
    const { x, y } = await ask('middle', selector)
    await page.mouse.click(x, y)
}

const clickNotes = async () => {
    const clicks = []
    for (const { section, id } of await ask('calls')) {
        await ask('follow', `${section}#${id}`)
        const before = await page.evaluate(() => window.reader.notes.length)
        await click(`#${id}`)
        await page.waitForFunction(n => window.reader.notes.length > n, before, { timeout: 10000 })
        const note = await page.evaluate(() => window.reader.notes.at(-1))
        await ask('close')
        // and by foot: from the visible section of notes back to the call
        await ask('follow', note.href)
        await click(`#${note.href.split('#')[1]} a.back`)
        await page.waitForFunction(id => window.reader.contents().doc.getElementById(id), id, { timeout: 10000 })
        await ask('settle')
        clicks.push({ id, ...note, back: await ask('sight', id) })
    }
    return clicks
}

const shoot = async (size, places) => {
    for (const [theme, styles] of Object.entries(THEMES)) {
        if (size !== 'phone' && theme === 'sepia') continue
        await ask('dress', styles)
        for (const [name, href] of Object.entries(places)) {
            await ask('follow', href)
            await page.screenshot({ path: path.join(folder, `${size}-${theme}-${name}.png`) })
        }
    }
}

const result = { passes: {}, contrast: {} }
result.book = await open('eink')
const { toc, pageList, landmarks } = result.book
const places = { cover: 'cover.xhtml', contents: 'contents.xhtml', text: 'opening.xhtml', middle: 'chapter-02.xhtml' }
for (const kind of ['signatories', 'notes', 'instruments', 'colophon'])
    if (toc.some(({ href }) => href.endsWith(`${kind}.xhtml`))) places[kind] = `${kind}.xhtml`
const base = toc[0].href.replace(/[^/]*$/, '')
for (const name of Object.keys(places)) places[name] = base + places[name]

result.facts = await ask('facts')
result.links = []
for (const { href } of [...toc, ...pageList, ...landmarks]) result.links.push({ href, ...await ask('follow', href) })
result.clicks = await clickNotes()
for (const [theme, styles] of Object.entries(THEMES)) {
    await ask('dress', styles)
    result.contrast[theme] = await ask('leastContrast')
}
await shoot('eink', places)
for (const [name, size, styles] of [['phone', 'phone', THEMES.day], ['large', 'phone', LARGE], ['desktop', 'desktop', THEMES.day]]) {
    await open(size)
    await ask('dress', styles)
    result.passes[name] = await ask('readThrough')
    if (name === 'large') await page.screenshot({ path: path.join(folder, 'phone-large.png') })
    else await shoot(size, places)
}
result.errors = errors
fs.writeFileSync(path.join(folder, 'result.json'), JSON.stringify(result, null, 1))
await browser.close()
server.close()
fs.rmSync(profile, { recursive: true, force: true })
