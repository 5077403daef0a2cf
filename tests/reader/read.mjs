// Reads a book in foliate-js as a person would: node read.mjs CHROMIUM BOOK FOLDER [brief]
// Writes FOLDER/result.json and screenshots, which tests/test_reader.py judges. A brief reading
// turns every page once and follows every link, but clicks nothing and takes no pictures.
import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const [executablePath, book, folder, brief] = process.argv.slice(2)
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
// a busy machine takes its time
page.setDefaultTimeout(120000)
const errors = []
// foliate-js may measure once more a document that it has just taken down: no fault of the book
page.on('pageerror', error => error.stack?.includes('setStylesImportant') || errors.push(String(error)))
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
        await page.waitForFunction(n => window.reader.notes.length > n, before, { timeout: 60000 })
        const note = await page.evaluate(() => window.reader.notes.at(-1))
        await ask('close')
        // and by foot: from the visible section of notes back to the call
        await ask('follow', note.href)
        await click(`#${note.href.split('#')[1]} a.back`)
        await page.waitForFunction(id => window.reader.contents().doc.getElementById(id), id, { timeout: 60000 })
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

// The documents that are photographed, by what they show.
const places = (toc, base) => {
    const names = ['cover', 'contents', 'details', 'text-01', 'text-02', 'notes', 'instruments', 'colophon']
    const listed = names.filter((name, index) => index < 3 || toc.some(({ href }) => href.endsWith(`${name}.xhtml`)))
    return Object.fromEntries(listed.map(name => [name, `${base}${name}.xhtml`]))
}

const result = { passes: {}, contrast: {}, clicks: [] }
result.book = await open('eink')
const { toc, pageList, landmarks } = result.book
const pictures = places(toc, toc[0].href.replace(/[^/]*$/, ''))
result.facts = await ask('facts')
result.links = []
for (const { href } of [...toc, ...pageList, ...landmarks]) result.links.push({ href, ...await ask('follow', href) })
result.passes.eink = await ask('readThrough')
if (!brief) {
    result.clicks = await clickNotes()
    for (const [theme, styles] of Object.entries(THEMES)) {
        await ask('dress', styles)
        result.contrast[theme] = await ask('leastContrast')
    }
    await shoot('eink', pictures)
    for (const [name, size, styles] of [['phone', 'phone', THEMES.day], ['large', 'phone', LARGE], ['desktop', 'desktop', THEMES.day]]) {
        await open(size)
        await ask('dress', styles)
        result.passes[name] = await ask('readThrough')
        if (name !== 'large') await shoot(size, pictures)
    }
}
result.errors = errors
fs.writeFileSync(path.join(folder, 'result.json'), JSON.stringify(result, null, 1))
await browser.close()
server.close()
fs.rmSync(profile, { recursive: true, force: true })
