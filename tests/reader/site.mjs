// Uses a site as people and their reading systems do: node site.mjs CHROMIUM SITE FOLDER
// FOLDER/asked.json has the searches and the feeds made wrong; writes FOLDER/site.json and screenshots,
// which tests/site judges. One browser and one server serve all.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const [executablePath, site, folder] = process.argv.slice(2)
const here = path.dirname(fileURLToPath(import.meta.url))
const asked = JSON.parse(fs.readFileSync(path.join(folder, 'asked.json'), 'utf8'))
const types = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.css': 'text/css',
    '.woff2': 'font/woff2', '.xml': 'application/xml', '.png': 'image/png', '.epub': 'application/epub+zip' }
const missing = []
const server = http.createServer((request, response) => {
    if (request.url === '/favicon.ico') return response.writeHead(204).end()
    const name = path.normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname))
    // readers are no part of the site
    const file = name.startsWith('/readers/') ? path.join(here, name.slice(9))
        : name.startsWith('/node_modules/') ? path.join(here, name) : path.join(site, name)
    fs.readFile(file, (error, data) => {
        if (error) missing.push(name)
        response.writeHead(error ? 404 : 200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' })
        response.end(error ? '' : data)
    })
})
await new Promise(listening => server.listen(0, '127.0.0.1', listening))
const home = `http://127.0.0.1:${server.address().port}`
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync']
const browser = await chromium.launch({ executablePath, headless: true, args: flags })
const errors = []
const opened = async (url, options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1100, height: 860 }, ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(60000)
    page.on('console', message => message.type() === 'error' && errors.push(`${url}: ${message.text()}`))
    page.on('pageerror', error => errors.push(`${url}: ${error}`))
    await page.goto(url)
    return { context, page }
}
const result = { barriers: [] }

// Every page of the site: no barrier in a list, and every link arrives.
for (const name of asked.pages) {
    const { context, page } = await opened(`${home}/${name}`, { bypassCSP: true })
    await page.addScriptTag({ path: path.join(here, 'node_modules/axe-core/axe.min.js') })
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
    for (const { id, nodes } of violations) for (const { html } of nodes) result.barriers.push(`${name}: ${id}: ${html.slice(0, 120)}`)
    await context.close()
}

// The search: by hand, and each of many runs of characters.
{
    const { context, page } = await opened(`${home}/search.html`)
    await page.fill('#query', asked.typed)
    await page.waitForSelector('#results li')
    result.told = await page.locator('#told').innerText()
    result.shown = await page.locator('#results li').first().innerText()
    await page.screenshot({ path: path.join(folder, 'search.png') })
    const link = page.locator('#results p a').first()
    result.leads = await link.getAttribute('href')
    await link.click()
    await page.waitForLoadState()
    result.arrived = await page.evaluate(() => document.querySelector(':target')?.id)
    await page.goto(`${home}/search.html?q=${encodeURIComponent(asked.typed)}`)
    await page.waitForSelector('#results li')
    result.found = await page.evaluate(async queries => {
        const found = []
        for (const query of queries) {
            const hits = await window.zhengbenSearch(query, 'zh-Hant')
            found.push(hits.map(({ document, anchor }) => `${document}#${anchor}`))
        }
        return found
    }, asked.queries)
    await context.close()
    const file = await opened(pathToFileURL(path.join(site, 'search.html')).href)
    result.asFile = [await file.page.locator('#needs-http').isVisible(), await file.page.locator('#search').isVisible()]
    await file.context.close()
    errors.splice(0, errors.length, ...errors.filter(told => !told.startsWith('file:')))
}

// foliate-js reads the catalogue, follows it to a book and opens it.
{
    const { context, page } = await opened(`${home}/readers/reader.html`)
    await page.waitForFunction('window.reader')
    result.foliate = await page.evaluate(async () => {
        const { getFeed } = await import('/readers/node_modules/foliate-js/opds.js')
        const read = async url => {
            const text = await (await fetch(url)).text()
            return getFeed(new DOMParser().parseFromString(text, 'application/xml'))
        }
        const root = new URL('/opds/index.xml', location.href)
        const first = await read(root)
        const shelf = new URL(first.navigation[0].href, root)
        const books = await read(shelf)
        const [book] = books.publications
        const link = book.links.find(({ type }) => type === 'application/epub+zip')
        const cover = await fetch(new URL(book.images[0].href, shelf))
        const { title } = await window.reader.open(new URL(link.href, shelf).href)
        return { title: first.metadata.title, shelves: first.navigation.length, count: books.publications.length,
            name: book.metadata.title, author: book.metadata.author?.[0]?.name, cover: cover.status,
            facets: books.facets.map(({ metadata }) => metadata.title), opened: title }
    })
    await context.close()
}
await browser.close()

// r2-opds-js reads both catalogues.
{
    const base = 'r2-opds-js/dist/es8-es2017/src/opds'
    const { initGlobalConverters_GENERIC } = require('r2-shared-js/dist/es8-es2017/src/init-globals.js')
    const { initGlobalConverters_OPDS } = require(`${base}/init-globals.js`)
    initGlobalConverters_OPDS()
    initGlobalConverters_GENERIC()
    const { TaJsonDeserialize } = require('r2-lcp-js/dist/es8-es2017/src/serializable.js')
    const { OPDSFeed } = require(`${base}/opds2/opds2.js`)
    const { OPDS } = require(`${base}/opds1/opds.js`)
    const { convertOpds1ToOpds2 } = require(`${base}/converter.js`)
    const { XML } = require('r2-utils-js/dist/es8-es2017/src/_utils/xml-js-mapper')
    const { DOMParser } = require('@xmldom/xmldom')
    const two = TaJsonDeserialize(JSON.parse(fs.readFileSync(path.join(site, 'opds2/all.json'), 'utf8')), OPDSFeed)
    const xml = new DOMParser().parseFromString(fs.readFileSync(path.join(site, 'opds/all.xml'), 'utf8'), 'application/xml')
    const one = convertOpds1ToOpds2(XML.deserialize(xml, OPDS))
    const told = feed => ({ title: feed.Metadata.Title, count: feed.Publications.length,
        first: feed.Publications[0].Metadata.Title, links: feed.Publications[0].Links.map(({ Href }) => Href) })
    result.readium = { two: told(two), one: told(one) }
}

// The schema of OPDS 2.0, and each of its rules seen failing.
{
    const Ajv = require('ajv')
    const schema = JSON.parse(fs.readFileSync(asked.schema, 'utf8'))
    const valid = new (Ajv.default ?? Ajv)({ strict: false, allErrors: true }).compile(schema)
    const judged = feed => valid(feed) ? '' : JSON.stringify(valid.errors.slice(0, 2))
    result.feeds = Object.fromEntries(fs.readdirSync(path.join(site, 'opds2')).map(name =>
        [name, judged(JSON.parse(fs.readFileSync(path.join(site, 'opds2', name), 'utf8')))]))
    result.wrong = asked.wrong.map(judged)
}
server.close()
result.errors = errors
result.missing = missing
fs.writeFileSync(path.join(folder, 'site.json'), JSON.stringify(result, null, 1))
