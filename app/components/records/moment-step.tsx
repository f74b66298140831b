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
  window_over: (code) => `window:withdrawal.reason.${code}`,
  attempt: (code) => `cash:attempt.reason.${code}`,
  release_check: (code) => `dates:release.answer.${code}`,
  date: (code) => `dates:hearing.${code}`,
  date_over: (code) => `dates:outcome.${code}`,
  missed_answer: (code) => `dates:whereabouts.${code}`,
  deadline: (code) => `dates:deadline.kind.${code}`,
  deadline_over: (code) => `dates:deadline.end.${code}`,
  paper: (code) => `papers:kind.${code}`,
  evidence: (code) => `papers:purpose.${code}`,
  evidence_seen: (code) => `records:evidence.${code}`,
  clearance: (code) => `records:clearance.${code}`,
}

/** The same for its second code. */
const seconds: Partial<Record<CaseMoment['kind'], (code: string) => string>> = {
  date_over: (code) => `dates:hearing.${code}`,
  missed_answer: (code) => `dates:lawyer.${code}`,
  deadline_over: (code) => `dates:deadline.kind.${code}`,
  paper: (code) => `papers:standing.${code}`,
  evidence_seen: (code) => `papers:purpose.${code}`,
}

type Formats = ReturnType<typeof useFormats>

/** One moment of a case as a step of its line. A day has no hour and is the same for every reader: `ofDay` writes it. */
export function momentStep(
  moment: CaseMoment,
  { t, formats, ofDay }: { t: TFunction; formats: Formats; ofDay: Formats['day'] },
): TimelineStep {
  const { key, kind, code, by, at, amountCents } = moment
  const second = seconds[kind]
  const also = second && moment.also ? t(second(moment.also)) : ''
  const day = moment.day ? ofDay(moment.day) : ''
  const family = families[kind]
  const what = family && code ? t(family(code)) : ''
  const amount = amountCents === null ? '' : formats.money(amountCents)
  return {
    key,
    title: t(`records:moment.${kind === 'family' && amount ? 'family_amount' : kind}`, {
      ...{ what, amount, also, day },
      whom: moment.whom ?? '',
    }),
    when: formats.minute(at),
    note: by === null ? t('admin:audit.actor.system') : <bdi>{by}</bdi>,
  }
}
