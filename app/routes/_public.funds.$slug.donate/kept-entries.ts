import { asTyped } from '#app/components/amount-choice.tsx'
import type { OfferedAgain } from '#app/domain/donations/offered-again.server.ts'

const plainFields = [
  ...['token', 'amount', 'preset', 'frequency', 'coverFee'],
  ...['name', 'email', 'incognito', 'updates', 'website'],
  ...['tribute', 'tributeName', 'tributeEmail', 'tributeMessage'],
  ...['employer', 'comment', 'commentPublic', 'wordsSeen'],
] as const
type PlainField = (typeof plainFields)[number]

/** What a donor entered, as typed, so that a form that comes back comes back whole. */
export type KeptEntries = Record<PlainField, string> & {
  /** Slugs of the other funds that were ticked. */
  also: string[]
  /** Dollars by slug. */
  share: Record<string, string>
}

/** A fresh form: nothing ticked, and one amount chosen. */
export const untouched = (token: string, presetCents: bigint | undefined): KeptEntries => ({
  ...keep(new FormData()),
  token,
  preset: presetCents === undefined ? '' : asTyped(presetCents),
})

const shareField = /^share\.([a-z0-9-]{1,60})$/

export function keep(form: FormData): KeptEntries {
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
  const shares = [...form.keys()].flatMap((name) => {
    const slug = shareField.exec(name)?.[1]
    return slug === undefined ? [] : [[slug, text(name)] as const]
  })
  const plain = Object.fromEntries(plainFields.map((name) => [name, text(name)]))
  return {
    ...(plain as Record<PlainField, string>),
    also: form.getAll('also').map(String),
    share: Object.fromEntries(shares),
  }
}

/** Slugs of the other funds that it is for, as the form says it. */
export const fundsOf = ({ also, share }: KeptEntries): string[] => [
  ...also,
  ...Object.keys(share).filter((slug) => share[slug]?.trim()),
]

/** Whether the form carries what no form of ours asks (a currency, a second amount): it was changed on its way. */
export function carriesUnknown(form: FormData): boolean {
  const names = [...form.keys()].filter((name) => name !== 'also')
  const known = (name: string) => plainFields.some((field) => field === name) || shareField.test(name)
  return new Set(names).size < names.length || !names.every(known)
}

/** The form as its donor left it for the payment page; in another browser, only its amounts. */
export function filledAgain(again: OfferedAgain, token: string, suggestedCents: bigint[]): KeptEntries {
  const total = asTyped(again.totalCents)
  const isSuggested = suggestedCents.includes(again.totalCents)
  const { own } = again
  const shares = Object.entries(again.share).map(([slug, cents]) => [slug, asTyped(cents)])
  return {
    ...untouched(token, undefined),
    ...(isSuggested ? { preset: total } : { amount: total }),
    coverFee: again.coverFee ? 'on' : '',
    share: Object.fromEntries(shares),
    name: own?.name ?? '',
    email: own?.email ?? '',
    incognito: own?.incognito ? 'on' : '',
    updates: own?.updates ? 'on' : '',
    tribute: own?.tribute?.kind ?? '',
    tributeName: own?.tribute?.name ?? '',
    tributeEmail: own?.tribute?.email ?? '',
    tributeMessage: own?.tribute?.message ?? '',
    comment: own?.comment?.text ?? '',
    commentPublic: own?.comment?.mayBePublic ? 'on' : '',
    employer: own?.employer ?? '',
  }
}
