import { Link } from '@remix-run/react'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { useWords } from '#app/components/words.ts'
import type { DonorRecord } from '#app/domain/donor-records/donor-record.server.ts'
import { donorRevealReasons } from '#app/domain/donor-records/reasons.ts'
import { paths } from '#app/http/paths.ts'

type Props = { record: DonorRecord; timezone: string; revealed: string | null; answer: unknown }

/** Who it is, as they said it themselves, and their address once someone gave a reason. */
export function DonorFacts({ record, timezone, revealed, answer }: Props) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  const inPublic = record.publicName
    ? t('donors:record.public.as', { name: record.publicName })
    : t('donors:record.public.named')
  return (
    <section aria-label={t('donors:record.facts')} className="grid gap-4">
      <Facts
        facts={[
          {
            key: 'email',
            label: t('donors:record.email'),
            value: <bdi className="wrap-anywhere">{record.email ?? t('donors:record.email.none')}</bdi>,
          },
          {
            key: 'language',
            label: t('donors:record.language'),
            value: t(`donors:record.language.${record.language}`),
          },
          { key: 'since', label: t('donors:record.since'), value: day(record.knownSince) },
          {
            key: 'public',
            label: t('donors:record.public'),
            value: record.incognito ? t('donors:record.public.hidden') : <bdi>{inPublic}</bdi>,
          },
          {
            key: 'topics',
            label: t('donors:record.topics'),
            value:
              record.topics.map((topic) => t(`donors:record.topic.${topic}`)).join(', ') ||
              t('donors:record.topics.none'),
          },
        ]}
      />
      {revealed ? (
        <p role="status" className="wrap-anywhere font-semibold">
          {t('donors:record.reveal.shown', { email: revealed })}
        </p>
      ) : (
        record.may.reveal && record.email && <Reveal donorId={record.id} answer={answer} />
      )}
      <p className="flex flex-wrap gap-x-6 gap-y-1">
        {record.may.merge && (
          <Link to={paths.mergeDonors(record.id)} className="inline-block py-1">
            {t('donors:record.merge')}
          </Link>
        )}
        {record.may.export && (
          <Link to={paths.donorExport(record.id)} className="inline-block py-1">
            {t('donors:record.export')}
          </Link>
        )}
      </p>
    </section>
  )
}

function Reveal({ donorId, answer }: { donorId: string; answer: unknown }) {
  const { t } = useWords()
  const { refusal, errorOf, valueOf: typed } = useFormAnswer(answer, 'reveal')
  return (
    <ActForm
      action={paths.donorRecord(donorId)}
      refusal={refusal ?? null}
      submit={t('donors:record.reveal.submit')}
      tone="outline"
    >
      <input type="hidden" name="intent" value="reveal" />
      <ChoiceField
        id="reveal-reason"
        name="reason"
        label={t('donors:record.reveal.reason')}
        hint={t('donors:record.reveal.why')}
        defaultValue={typed('reason') ?? ''}
        error={errorOf('reason')}
        choices={[
          { value: '', label: t('admin:choose') },
          ...donorRevealReasons.map((value) => ({ value, label: t(`donors:record.reveal.${value}`) })),
        ]}
        required
      />
    </ActForm>
  )
}
