/**
 * Asks whether it is this gift's turn, and goes on to the payment page when it is. What is said changes only when there is
 * something new to say, so that nobody who listens to the page hears it from the beginning again.
 */
const said = document.querySelector('[data-ask-again]')
wait(said.dataset.askAgain)

function wait(seconds) {
  setTimeout(ask, seconds * 1000)
}

async function ask() {
  try {
    const answer = await fetch(location.href, { redirect: 'manual', cache: 'no-store' })
    if (answer.type === 'opaqueredirect') return location.reload()
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const now = page.querySelector('[data-ask-again]')
    if (now && now.textContent !== said.textContent) said.textContent = now.textContent
    wait(now?.dataset.askAgain ?? 10)
  } catch {
    wait(10)
  }
}
