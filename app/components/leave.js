/**
 * The way out of the pages where help is asked for. Without it, a link, and each screen of the form is a page of its own.
 *
 * Leaving replaces one entry of the browser's history, the one that is shown. So the screens of the form are sent from
 * within one page, which keeps one entry; and any other page of these that was open before leads out again when Back
 * comes to it, until someone opens one anew. This stands above what they say and is not deferred: nothing of it is drawn
 * before this has run.
 */
const mark = 'left-get-help'
const elsewhere = document.currentScript.dataset.elsewhere
const page = document.documentElement
let left = false
let sending = false

// Opened by a link or an address is asked for; by Back, forward or a reload, after leaving, is not.
const [arrival] = performance.getEntriesByType('navigation')
if (arrival?.type !== 'back_forward' && arrival?.type !== 'reload') keeping((kept) => kept.removeItem(mark))
else if (hasLeft()) leaveAgain()

// A browser may keep the whole page and show it again as it was: it is kept hidden, and shows only what may be seen.
addEventListener('pagehide', () => {
  page.hidden = true
})
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return
  if (hasLeft()) leaveAgain()
  else page.hidden = false
})

document.addEventListener('click', (event) => {
  if (!event.target.closest('[data-leave]')) return
  event.preventDefault()
  left = true
  keeping((kept) => kept.setItem(mark, 'yes'))
  document.body.replaceChildren()
  location.replace(elsewhere)
})

document.addEventListener('submit', async (event) => {
  const form = event.target
  if (!form.matches('[data-in-place]')) return
  event.preventDefault()
  if (sending) return
  sending = true
  const pressed = event.submitter
  const sent = new FormData(form)
  if (pressed) sent.set(pressed.name, pressed.value)
  const next = await answerTo(form.action, sent)
  sending = false
  if (left) return
  if (next) return show(next)
  form.removeAttribute('data-in-place')
  form.requestSubmit(pressed)
})

/** The body of the next page; null where none came, which a browser says best itself. */
async function answerTo(address, sent) {
  try {
    const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(sent) })
    return new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main')
  } catch {
    return null
  }
}

/** As a page that is opened at its form: read from there, by eye and by ear. */
function show(next) {
  document.querySelector('main').replaceWith(next)
  const begin = next.querySelector('#question') ?? next
  const heading = begin.querySelector('#problems, h1, h2')
  begin.scrollIntoView()
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}

function leaveAgain() {
  page.hidden = true
  location.replace(elsewhere)
}

function hasLeft() {
  return keeping((kept) => kept.getItem(mark)) === 'yes'
}

/** What this tab keeps until it is closed. A browser that keeps nothing throws: leaving does not depend on it. */
function keeping(use) {
  try {
    return use(sessionStorage)
  } catch {
    return null
  }
}
