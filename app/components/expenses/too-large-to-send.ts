import { largestFile } from '#app/domain/documents/document.ts'
import { largestClaim } from '#app/domain/expenses/expense.ts'

/** Which refusal would come back for the files in a form, or null where they can go. */
export function tooLargeToSend(form: HTMLFormElement): 'file_too_large' | 'receipts_too_large' | null {
  const entries = form.querySelectorAll<HTMLInputElement>('input[type=file]')
  const sizes = [...entries].map((entry) => entry.files?.[0]?.size ?? 0)
  if (Math.max(0, ...sizes) > largestFile) return 'file_too_large'
  return sizes.reduce((total, size) => total + size, 0) > largestClaim ? 'receipts_too_large' : null
}
