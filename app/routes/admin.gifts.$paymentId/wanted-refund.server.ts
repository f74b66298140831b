import { type GiftPage, previewRefund } from '#app/domain/gifts/gift-page.server.ts'
import { PreviewForm } from '#app/domain/refunds/forms.ts'
import { parseForm } from '#app/http/parse-form.ts'
import type { RefusalAnswer } from '#app/http/respond.ts'

/** What the address asks to see of a refund: what each fund would give back, or what is wrong with the amount or the reason. */
export function wantedRefund(page: GiftPage, searchParams: URLSearchParams) {
  if (!searchParams.has('amount')) return { wanted: null, preview: null }
  const form = parseForm(previewOf(searchParams), PreviewForm)
  const { values } = form
  if (!form.ok) return { wanted: { values, errors: form.errors, refusal: null }, preview: null }
  const left = page.refundableCents
  if (form.value.amount > left && left > 0n) {
    const code = 'refund_stays_within_the_gift'
    const refusal: RefusalAnswer = { code, params: { left }, field: 'amount' }
    return { wanted: { values, errors: { amount: code }, refusal }, preview: null }
  }
  return { wanted: { values, errors: {}, refusal: null }, preview: previewRefund(page, form.value) }
}

/** Only the two entries of the preview: other keys of the address are not the form's. */
function previewOf(searchParams: URLSearchParams): FormData {
  const form = new FormData()
  for (const name of ['amount', 'reason']) form.set(name, searchParams.get(name) ?? '')
  return form
}
