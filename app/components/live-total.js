/**
 * Keeps the total of the page that loads it live: asks for the fund's public totals every three seconds while the page
 * is seen. Without it, or when an answer does not come, the page stands as it was sent.
 */
const { totals, locale } = document.querySelector('script[data-totals]')?.dataset ?? {}
const figure = document.querySelector('[data-live="raised"]')
const dollars = new Intl.NumberFormat(locale, {
  style: 'currency',
  currency: 'USD',
  currencyDisplay: 'narrowSymbol',
})

async function look() {
  if (document.visibilityState !== 'visible') return
  const answer = await fetch(totals, { headers: { accept: 'application/json' } }).catch(() => null)
  if (!answer?.ok) return
  const { raisedCents } = await answer.json()
  const text = `${raisedCents}`.padStart(3, '0')
  figure.textContent = dollars.format(`${text.slice(0, -2)}.${text.slice(-2)}`).replace('US$', '$')
}

if (totals && figure) setInterval(look, 3000)
