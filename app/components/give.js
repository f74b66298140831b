/**
 * Says the typed amount in the sentences and on the buttons of the giving form, and lets a chosen amount replace a typed
 * one. The form is whole without it. It only shows; what is charged is reckoned on the server.
 */
const form = document.querySelector('form[data-locale]')
const typed = form.querySelector('#amount')
const { perMille, fixedCents } = form.querySelector('#coverFee').dataset
const gaps = [...form.querySelectorAll('[data-template]')].map((gap) => ({ gap, without: gap.textContent }))

form.addEventListener('change', ({ target }) => {
  if (target.name === 'preset') typed.value = ''
  say()
})
form.addEventListener('input', say)
say()

function say() {
  const cents = read(typed.value)
  const fee = cover(cents)
  for (const { gap, without } of gaps)
    gap.textContent = cents
      ? gap.dataset.template
          .replaceAll('{amount}', money(cents))
          .replaceAll('{fee}', money(fee))
          .replaceAll('{total}', money(cents + fee))
      : without
}

/** The least that, added, leaves the whole gift after the card fee on all of it; the server reckons it the same way. */
function cover(gift) {
  let charge = Math.floor(((gift + Number(fixedCents)) * 1000) / (1000 - perMille))
  while (charge - Math.floor((charge * perMille + 500) / 1000) - fixedCents < gift) charge++
  return charge - gift
}

/** Cents of what is surely dollars; 0 for everything else, which the server then names. */
function read(text) {
  const plain = text
    .replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => digit.charCodeAt(0) & 15)
    .replace(/[\u066b\uff0e]/g, '.')
    .replace(/[\u066c\u060c\uff0c]/g, ',')
    .replace(/[$\uff04]|USD|\s/gi, '')
  if (!/^(\d{1,3}(,\d{3})+|\d{1,7})(\.\d{1,2})?$/.test(plain)) return 0
  return Math.round(Number(plain.replaceAll(',', '')) * 100)
}

function money(cents) {
  const digits = cents % 100 ? 2 : 0
  return new Intl.NumberFormat(form.dataset.locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
    .format(cents / 100)
    .replace('US$', '$')
}
