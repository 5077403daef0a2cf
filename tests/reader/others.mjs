// Opens a book in readers that it was not tuned for: node others.mjs CHROMIUM BOOK UNPACKED FOLDER
// Vivliostyle and epub.js show it, axe-core looks at each page; writes FOLDER/others.json and
// screenshots, which tests/formats/epub/test_other_readers.py judges.
import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const [executablePath, book, unpacked, folder] = process.argv.slice(2)
const here = path.dirname(fileURLToPath(import.meta.url))
const types = {
    '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.epub': 'application/epub+zip',
    '.xhtml': 'application/xhtml+xml', '.opf': 'application/oebps-package+xml', '.xml': 'application/xml',
    '.ncx': 'application/x-dtbncx+xml', '.otf': 'font/otf', '.png': 'image/png',
}
const server = http.createServer((request, response) => {
    const pathname = path.normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname))
    const file = pathname === '/book.epub' ? book
        : pathname.startsWith('/book/') ? path.join(unpacked, pathname.slice(6)) : path.join(here, pathname)
    fs.readFile(file, (error, data) => {
        response.writeHead(error ? 404 : 200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' })
        response.end(error ? '' : data)
    })
})
await new Promise(listening => server.listen(0, '127.0.0.1', listening))
const address = `http://127.0.0.1:${server.address().port}`
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'readers-'))
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync']
const browser = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: flags })
const pages = fs.readdirSync(path.join(unpacked, 'EPUB')).filter(name => name.endsWith('.xhtml'))
const opened = async (width, height) => {
    const page = await browser.newPage()
    // a busy machine takes its time
    page.setDefaultTimeout(120000)
    await page.setViewportSize({ width, height })
    return page
}

// The rules of WCAG 2.2 A and AA and good practice, on each page as a browser shows it. What a
// reader shows around the pages is not there: landmarks of a whole site are no business of a page.
const axe = async () => {
    const page = await opened(600, 800)
    const found = []
    for (const name of pages) {
        await page.goto(`${address}/book/EPUB/${name}`)
        await page.addScriptTag({ url: `${address}/node_modules/axe-core/axe.min.js` })
        const { violations } = await page.evaluate(() => window.axe.run(document, {
            resultTypes: ['violations'],
            rules: {
                region: { enabled: false }, 'landmark-one-main': { enabled: false },
                // foliate-js measures contrast, by day, by night and in sepia; here it takes longest
                'color-contrast': { enabled: false },
            },
        }))
        for (const { id, nodes } of violations) for (const { html } of nodes) {
            // this rule knows no role of DPUB-ARIA and takes page breaks for elements without one
            if (id !== 'aria-prohibited-attr' || !/role="doc-/.test(html)) found.push(`${name}: ${id}: ${html.slice(0, 120)}`)
        }
    }
    await page.close()
    return { pages: pages.length, found }
}

const epubjs = async () => {
    const page = await opened(390, 780)
    await page.goto(`${address}/epubjs.html`)
    await page.waitForFunction('window.shown')
    const sections = await page.evaluate(() => window.count)
    const result = { sections: [], screens: 0 }
    for (let index = 0; index < sections; index++) {
        const section = await page.evaluate(n => window.show(n), index)
        result.screens += section.screens
        result.sections.push(section)
        if (section.href.includes('text-01')) await page.screenshot({ path: path.join(folder, 'epubjs.png') })
    }
    result.toc = await page.evaluate(() => window.toc)
    await page.close()
    return result
}

const vivliostyle = async () => {
    const page = await opened(600, 800)
    const viewer = `${address}/node_modules/@vivliostyle/viewer/lib/index.html`
    await page.goto(`${viewer}#src=${address}/book/&bookMode=true&renderAllPages=true&spread=false`)
    await page.waitForSelector('body[data-vivliostyle-viewer-status="complete"]')
    const result = await page.evaluate(() => {
        const sheets = [...document.querySelectorAll('[data-vivliostyle-page-container]')]
        const said = sheets.map(sheet => {
            const walker = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT, node =>
                node.parentElement.closest('[data-apparatus], [data-vivliostyle-page-box] > style')
                    ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT)
            let text = ''
            while (walker.nextNode()) text += walker.currentNode.data
            return text
        })
        return { screens: sheets.length, text: said.join('') }
    })
    await page.screenshot({ path: path.join(folder, 'vivliostyle.png') })
    await page.close()
    return result
}

const result = {}
for (const [name, look] of Object.entries({ axe, epubjs, vivliostyle })) {
    const began = Date.now()
    result[name] = { ...await look(), seconds: (Date.now() - began) / 1000 }
}
fs.writeFileSync(path.join(folder, 'others.json'), JSON.stringify(result, null, 1))
await browser.close()
server.close()
fs.rmSync(profile, { recursive: true, force: true })
