import type { TFunction } from 'i18next'
import type { CaseMoment } from '#app/domain/records/case-moments.server.ts'
import type { useFormats } from '../disbursements/use-formats.ts'
import type { TimelineStep } from '../timeline.tsx'

/** Where the words for a moment's code stand. */
const families: Partial<Record<CaseMoment['kind'], (code: string) => string>> = {
  request: (code) => `intake:state.${code}`,
  disbursement: (code) => `admin:state.${code}`,
  bond: (code) => `admin:state.${code}`,
  payment: (code) => `admin:method.${code}`,
  loss: (code) => `admin:state.${code}`,
  chase: (code) => `recovery:kind.${code}`,
  family: (code) => `records:family.${code}`,
  cash: (code) => `records:cash.${code}`,
  clearance: (code) => `records:clearance.${code}`,
}

/** One moment of a case as a step of its line. */
export function momentStep(
  moment: CaseMoment,
  { t, formats }: { t: TFunction; formats: ReturnType<typeof useFormats> },
): TimelineStep {
  const { key, kind, code, by, at, amountCents } = moment
  const family = families[kind]
  const what = family && code ? t(family(code)) : ''
  const amount = amountCents === null ? '' : formats.money(amountCents)
  return {
    key,
    title: t(`records:moment.${kind === 'family' && amount ? 'family_amount' : kind}`, { what, amount }),
    when: formats.minute(at),
    note: by === null ? t('admin:audit.actor.system') : <bdi>{by}</bdi>,
  }
}
