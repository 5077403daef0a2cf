// Searches a site as people do, and times it: node search.mjs CHROMIUM SITE FOLDER
// FOLDER/asked.json has the queries, and some to be timed; writes FOLDER/search.json.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { chromium } from 'playwright-core'

const [executablePath, site, folder] = process.argv.slice(2)
const asked = JSON.parse(fs.readFileSync(path.join(folder, 'asked.json'), 'utf8'))
const types = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.css': 'text/css' }
const server = http.createServer((request, response) => {
    const name = path.normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname))
    fs.readFile(path.join(site, name), (error, data) => {
        response.writeHead(error ? 404 : 200, { 'content-type': types[path.extname(name)] ?? 'application/octet-stream' })
        response.end(error ? '' : data)
    })
})
await new Promise(listening => server.listen(0, '127.0.0.1', listening))
const address = `http://127.0.0.1:${server.address().port}/search.html`
const browser = await chromium.launch({ executablePath, headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] })
const result = { first: [], again: [] }

// From the last key to the first result: in a browser that has nothing of the site yet, and again.
const timed = (page, query) => page.evaluate(query => new Promise(done => {
    const list = document.querySelector('#results')
    list.replaceChildren()
    const began = performance.now()
    const seen = new MutationObserver(() => {
        if (!list.querySelector('li')) return
        seen.disconnect()
        requestAnimationFrame(() => done((performance.now() - began) / 1000))
    })
    setTimeout(() => done(null), 15000)
    seen.observe(list, { childList: true, subtree: true })
    const typed = document.querySelector('#query')
    typed.value = query
    typed.dispatchEvent(new Event('input', { bubbles: true }))
}), query)
for (const query of asked.timed) {
    const context = await browser.newContext()
    const page = await context.newPage()
    page.setDefaultTimeout(60000)
    await page.goto(address)
    result.first.push(await timed(page, query))
    result.again.push(await timed(page, asked.timed.find(other => other !== query)))
    await context.close()
}
const page = await (await browser.newContext()).newPage()
page.setDefaultTimeout(300000)
await page.goto(`${address}?q=${encodeURIComponent(asked.timed[0])}`)
await page.waitForSelector('#results li')
result.found = []
for (let at = 0; at < asked.queries.length; at += 50) {
    result.found.push(...await page.evaluate(async queries => {
        const found = []
        for (const query of queries) {
            const hits = await window.zhengbenSearch(query, 'zh-Hant')
            found.push(hits.map(({ document, anchor }) => `${document}#${anchor}`))
        }
        return found
    }, asked.queries.slice(at, at + 50)))
}
await browser.close()
server.close()
fs.writeFileSync(path.join(folder, 'search.json'), JSON.stringify(result))
