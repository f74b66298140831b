import { asTyped } from '#app/components/amount-choice.tsx'

/** What a donor entered, as typed, so that a form that comes back comes back whole. */
export type KeptEntries = {
  token: string
  amount: string
  preset: string
  frequency: string
  coverFee: string
  name: string
  email: string
  incognito: string
  updates: string
  website: string
}

/** A fresh form: nothing ticked, and one amount chosen. */
export const untouched = (token: string, presetCents: bigint | undefined): KeptEntries => ({
  ...keep(new FormData()),
  token,
  preset: presetCents === undefined ? '' : asTyped(presetCents),
})

export function keep(form: FormData): KeptEntries {
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
  return {
    token: text('token'),
    amount: text('amount'),
    preset: text('preset'),
    frequency: text('frequency'),
    coverFee: text('coverFee'),
    name: text('name'),
    email: text('email'),
    incognito: text('incognito'),
    updates: text('updates'),
    website: text('website'),
  }
}
