import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import type { ListedRule } from '#app/domain/jurisdictions/rules-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Shown = Omit<ListedRule, 'writtenBy'> & {
  /** Null of those that come with the product. */
  writer: string | null
  /** The reader wrote it, so that another records its review. */
  isOwn: boolean
}

type Props = { rule: Shown; mayReview: boolean; answer: FormAnswer | undefined }

/** A rule as it stands: what it says, where that was read, and whether counsel has looked at it. */
export function Rule({ rule, mayReview, answer }: Props) {
  const { t } = useWords()
  const { code, version, summary } = rule
  return (
    <li className="grid content-start gap-4 border-t border-hairline py-5 lg:grid-cols-2">
      <div className="grid content-start gap-2">
        <h2 className="text-l font-semibold">{t('rules:rule.title', { code, version })}</h2>
        <p className="measure">
          <bdi>{summary}</bdi>
        </p>
        <Figures rule={rule} />
        <Beginning rule={rule} />
        {mayReview && !rule.review && !rule.isOwn && <Review rule={rule} answer={answer} />}
        {mayReview && !rule.review && rule.isOwn && (
          <p className="measure text-s text-quiet">{t('rules:review.own')}</p>
        )}
      </div>
      <Facts rule={rule} />
    </li>
  )
}

function Figures({ rule }: { rule: Shown }) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const { capCents, bondCount, periodDays, schedule, chargeClasses } = rule
  if (chargeClasses.length > 0) {
    const classes = chargeClasses.map((charge) => t(`vault:charge.${charge}`)).join(' · ')
    return <p>{t('rules:charges.said', { classes })}</p>
  }
  if (schedule) {
    const { period, dueMonth, dueDay, withinDays, fields } = schedule
    return (
      <p>
        {t('rules:schedule.said', {
          ...{ period, day: dueDay ?? 0, month: dueMonth ?? 0, days: withinDays ?? 0 },
          figures: fields.map((figure) => t(`rules:figure.${figure}`)).join(' · '),
        })}
      </p>
    )
  }
  if (capCents !== null) return <p className="figures">{t('rules:figure.cap', { cap: money(capCents) })}</p>
  if (bondCount === null) return null
  return <p className="figures">{t('rules:figure.period', { count: bondCount, days: periodDays ?? 0 })}</p>
}

/** When this version begins, and until when those before it hold. */
function Beginning({ rule }: { rule: Shown }) {
  const { t } = useWords()
  const { day } = useFormats('UTC')
  const { isAhead, older, validFrom } = rule
  if (!isAhead && older.length === 0) return null
  return (
    <div className="measure">
      {isAhead && <p className="font-semibold">{t('rules:version.begins', { date: day(validFrom) })}</p>}
      {older.map(({ version, until }) => (
        <p key={version}>
          {until
            ? t('rules:version.older_until', { version, date: day(until) })
            : t('rules:version.older', { version })}
        </p>
      ))}
    </div>
  )
}

/** Days are the law's, the same in every time zone: read and shown as UTC. */
function Facts({ rule }: { rule: Shown }) {
  const { t } = useWords()
  const { day } = useFormats('UTC')
  const { place, kind, effect, bondKind, validFrom, validUntil, source, readOn, writer, review } = rule
  const from = day(validFrom)
  const facts = [
    [t('rules:fact.place'), place],
    [t('rules:fact.kind'), t(`rules:kind.${kind}`)],
    [t('rules:fact.effect'), t(`rules:effect.${effect}`)],
    [t('rules:fact.bonds'), t(`rules:bonds.${bondKind ?? 'both'}`)],
    [
      t('rules:fact.valid'),
      validUntil ? t('rules:valid.span', { from, until: day(validUntil) }) : t('rules:valid.from', { from }),
    ],
    [t('rules:fact.source'), source],
    [t('rules:fact.read'), day(readOn)],
    [t('rules:fact.writer'), writer ?? t('rules:writer.none')],
    [
      t('rules:fact.review'),
      review
        ? t('rules:review.by', {
            ...{ counsel: review.counsel, date: day(review.on) },
            recorded: review.recordedBy,
          })
        : t('rules:review.none'),
    ],
  ]
  return (
    <dl className="grid content-start gap-x-4 gap-y-1 text-s sm:grid-cols-[8rem_1fr]">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="mt-1 text-quiet sm:mt-0">{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Review({ rule, answer }: { rule: Shown; answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const form = <ReviewForm ruleId={rule.id} answer={answer} />
  return answer ? (
    form
  ) : (
    <Confirm ask={t('rules:review.ask')} tone="outline">
      {form}
    </Confirm>
  )
}

function ReviewForm({ ruleId, answer }: { ruleId: string; answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <ActForm action={paths.rules()} refusal={entries.refusal} submit={t('rules:review.submit')}>
      <input type="hidden" name="act" value="review" />
      <input type="hidden" name="ruleId" value={ruleId} />
      <Field
        id={`counsel-${ruleId}`}
        name="counsel"
        label={t('rules:review.counsel')}
        defaultValue={entries.value('counsel')}
        error={entries.error('counsel')}
        maxLength={120}
        autoComplete="off"
        required
      />
      <Field
        id={`reviewed-${ruleId}`}
        name="reviewedOn"
        type="date"
        label={t('rules:review.on')}
        defaultValue={entries.value('reviewedOn')}
        error={entries.error('reviewedOn')}
        required
      />
    </ActForm>
  )
}
