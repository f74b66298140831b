import { needOf, type TrueReason } from '#app/domain/vault/reasons.ts'
import { ChoiceField } from './choice-field.tsx'
import { Notice } from './notice.tsx'
import { useWords } from './words.ts'

type Props = {
  id?: string
  reasons: readonly TrueReason[]
  /** Of someone with several cases, all of them: a reason says of which it is true where it is not of each. */
  caseCodes?: readonly string[]
  value?: string | undefined
  error?: string | undefined
}

/** Why one looks: what is true today, for whose work it is. Nothing is chosen beforehand. */
export function ReasonField({ id, reasons, caseCodes = [], value, error }: Props) {
  const { t } = useWords()
  const said = ({ reason, caseCodes: of }: TrueReason) =>
    of.length < caseCodes.length
      ? t('vault:reason.of_cases', { reason: t(`vault:reason.${reason}`), codes: of.join(', ') })
      : t(`vault:reason.${reason}`)
  return (
    <ChoiceField
      {...(id && { id })}
      name="reason"
      label={t('vault:reveal.reason')}
      defaultValue={value}
      error={error}
      required
      choices={[
        { value: '', label: t('vault:choose') },
        ...reasons.map((each) => ({ value: each.reason, label: said(each) })),
      ]}
    />
  )
}

/** What each reason shows, so that the one that is chosen fits what is asked for. */
export function WhatReasonsOpen({
  reasons,
  known,
}: {
  reasons: readonly TrueReason[]
  known: readonly string[]
}) {
  const { t } = useWords()
  return (
    <dl className="grid gap-x-4 gap-y-1 text-s sm:grid-cols-[12rem_1fr]">
      {reasons.map(({ reason }) => (
        <div key={reason} className="contents">
          <dt className="text-quiet">{t(`vault:reason.${reason}`)}</dt>
          <dd>
            {needOf(reason)
              .opens.filter((what) => known.includes(what))
              .map((what) => t(`vault:field.${what}`))
              .join(', ') || t('vault:reveal.opens_nothing')}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Nothing gives them a reason today: who can be asked instead. */
export function NoReason() {
  const { t } = useWords()
  return (
    <Notice title={t('vault:reveal.no_reason')}>
      <p className="measure">{t('vault:reveal.no_reason_ask')}</p>
    </Notice>
  )
}
