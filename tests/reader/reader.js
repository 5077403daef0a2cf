// What happens inside the page: a foliate-js reader, and the questions that the test asks of it.
import '/node_modules/foliate-js/view.js'
import { FootnoteHandler } from '/node_modules/foliate-js/footnotes.js'

const view = document.createElement('foliate-view')
document.body.append(view)
const popup = document.querySelector('#popup')
const notes = []

const footnotes = new FootnoteHandler()
footnotes.addEventListener('before-render', e => {
    popup.replaceChildren(e.detail.view)
    popup.hidden = false
})
footnotes.addEventListener('render', e => {
    const { doc } = e.detail.view.renderer.getContents()[0]
    notes.push({ href: e.detail.href, type: e.detail.type, text: doc.body.textContent.trim() })
})
view.addEventListener('link', e => footnotes.handle(view.book, e))

const contents = () => view.renderer.getContents()[0]
const nextFrame = () => new Promise(requestAnimationFrame)

// Wait until the layout has stood still for some frames: fonts and styles make it anew.
const CALM_FRAMES = 4
const settle = async () => {
    for (let calm = 0, last = ''; calm < CALM_FRAMES; calm++) {
        await nextFrame()
        const { doc } = contents()
        await doc.fonts.ready
        const { width, height, left, top } = doc.defaultView.frameElement.getBoundingClientRect()
        const now = [position(), view.renderer.pages, width, height, left, top].join()
        if (now !== last) calm = 0
        last = now
    }
}
const visit = async index => {
    await view.goTo(index)
    await settle()
}

// Where the middle of a rectangle of the document stands in the window, and whether it is in sight.
// The window stands still while a page is looked at: its place is asked for once, not for each character.
const here = () => {
    const frame = contents().doc.defaultView.frameElement.getBoundingClientRect()
    const seen = view.getBoundingClientRect()
    const middle = rect =>
        ({ x: frame.left + (rect.left + rect.right) / 2, y: frame.top + (rect.top + rect.bottom) / 2 })
    const inSight = rect => {
        const { x, y } = middle(rect)
        return x >= seen.left && x <= seen.right && y >= seen.top && y <= seen.bottom
    }
    return { middle, inSight }
}
const middle = rect => here().middle(rect)
const inSight = rect => here().inSight(rect)

// The text nodes of the canonical text: all that no apparatus marks off.
const textNodes = doc => {
    const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT, node =>
        node.parentElement.closest('[data-apparatus]') || !node.data.trim()
            ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT)
    const nodes = []
    while (walker.nextNode()) nodes.push(walker.currentNode)
    return nodes
}

const characters = doc => textNodes(doc).flatMap(node => {
    const line = node.parentElement.closest('[id]:is(p, h1, li, div, td, th, dd, h2, h3, h4)')?.id
    const range = doc.createRange()
    let at = 0
    return Array.from(node.data, text => {
        range.setStart(node, at)
        range.setEnd(node, at += text.length)
        return { line, text, rect: range.getBoundingClientRect(), seen: 0 }
    })
})

const position = () => `${contents().index} ${view.renderer.start}`

// Turn every page from the first to the last; tell what was seen of each line, in order.
const readThrough = async () => {
    const lines = {}
    let pages = 0, unseen = 0, last, doc, all = []
    const close = () => {
        for (const { line, text, seen } of all)
            if (seen) lines[line] = (lines[line] ?? '') + text
            else unseen++
    }
    await view.goTo(0)
    for (;;) {
        await settle()
        if (position() === last) break
        last = position()
        pages++
        if (contents().doc !== doc) {
            close()
            doc = contents().doc
            all = characters(doc)
        }
        const window = here()
        for (const character of all) if (window.inSight(character.rect)) character.seen++
        await view.next()
    }
    close()
    return { pages, unseen, lines }
}

// Follow a link of the book; tell where it led and which text stands there.
const follow = async href => {
    const { index, anchor } = view.resolveNavigation(href)
    await view.goTo(href)
    await settle()
    const { doc, index: there } = contents()
    const target = anchor?.(doc)
    const element = target?.nodeType === 1 ? target : doc.body
    const rect = element.getClientRects()[0] ?? element.getBoundingClientRect()
    const isFirst = element === doc.body
    const after = textNodes(doc).filter(node =>
        element.compareDocumentPosition(node) & (Node.DOCUMENT_POSITION_FOLLOWING))
    return {
        arrived: there === index && (isFirst || inSight({ ...rect.toJSON(), right: rect.left, bottom: rect.top })),
        id: element.id,
        next: after.map(node => node.data).join('').slice(0, 12),
    }
}

// How the documents are set, whether their font came, how digits stand in columns.
const facts = async () => {
    const found = []
    for (let index = 0; index < view.book.sections.length; index++) {
        await visit(index)
        const { doc } = contents()
        const style = getComputedStyle(doc.documentElement)
        const cells = [...doc.querySelectorAll('.cell, .upright')].map(e => getComputedStyle(e))
        found.push({
            writingMode: style.writingMode,
            language: doc.documentElement.lang,
            fonts: [...doc.fonts].map(font => `${font.family} ${font.status}`),
            family: getComputedStyle(doc.body).fontFamily,
            cells: cells.length,
            lying: cells.filter(s => s.textCombineUpright !== 'all' && s.textOrientation !== 'upright').length,
        })
    }
    return found
}

const channel = value => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}
const colour = text => (text.match(/[\d.]+/g) ?? []).map(Number)
const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
const ground = element => {
    for (let e = element; e; e = e.parentElement) {
        const rgba = colour(getComputedStyle(e).backgroundColor)
        if (rgba.length === 3 || rgba[3] > 0) return rgba
    }
    return [255, 255, 255]
}
// The least contrast between any text of the book and its ground (WCAG 2.2, 1.4.3).
const leastContrast = async () => {
    let least = Infinity
    for (let index = 0; index < view.book.sections.length; index++) {
        await visit(index)
        const { doc } = contents()
        for (const element of doc.body.querySelectorAll('*')) {
            if (![...element.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue
            const ink = luminance(colour(getComputedStyle(element).color))
            const paper = luminance(ground(element))
            least = Math.min(least, (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05))
        }
    }
    return Math.round(least * 100) / 100
}

window.reader = {
    open: async url => {
        const blob = await (await fetch(url)).blob()
        await view.open(new File([blob], 'book.epub'))
        await view.goTo(0)
        await settle()
        const links = items => (items ?? []).map(({ label, href }) => ({ label: label.trim(), href }))
        const { metadata, dir, toc, pageList, landmarks, sections } = view.book
        return {
            title: metadata.title, language: metadata.language, direction: dir,
            sections: sections.length, toc: links(toc), pageList: links(pageList),
            landmarks: (landmarks ?? []).map(({ type, href }) => ({ type: [type].flat().join(' '), href })),
        }
    },
    // Set the reader's own styles, as its settings do.
    dress: async styles => { view.renderer.setStyles?.(styles); await settle() },
    // All references to notes, with their addresses for goTo.
    calls: async () => {
        const found = []
        for (let index = 0; index < view.book.sections.length; index++) {
            await visit(index)
            for (const call of contents().doc.querySelectorAll('a.call'))
                found.push({ section: view.book.sections[index].id, id: call.id })
        }
        return found
    },
    middle: selector => middle(contents().doc.querySelector(selector).getClientRects()[0]),
    close: () => { popup.hidden = true; popup.replaceChildren() },
    sight: id => inSight(contents().doc.getElementById(id)?.getClientRects()[0] ?? { left: -1e9 }),
    notes, readThrough, follow, facts, leastContrast, settle, contents, view,
}
