import type { EnvelopePage } from '#app/domain/envelopes/reads/envelope-page.server.ts'
import { type Fact, Facts } from '../disbursements/facts.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'

/** All that an approval binds, and who gave one. */
export function NightFacts({ page, timezone }: { page: EnvelopePage; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const facts: (Fact | null)[] = [
    { key: 'fund', label: t('admin:fact.fund'), value: page.fundName },
    { key: 'total', label: t('envelope:fact.total'), value: money(page.total), number: true },
    { key: 'cap', label: t('envelope:fact.cap'), value: money(page.cap), number: true },
    { key: 'bonds', label: t('envelope:fact.bonds'), value: page.bonds, number: true },
    {
      key: 'purposes',
      label: t('envelope:fact.purposes'),
      value: page.purposeCodes.map((code) => t(`admin:purpose.${code}`)).join(', '),
    },
    { key: 'posters', label: t('envelope:fact.posters'), value: page.posters.join(', ') },
    { key: 'opens', label: t('envelope:fact.opens'), value: minute(page.opensAt) },
    { key: 'closes', label: t('envelope:fact.closes'), value: minute(page.closesAt) },
    { key: 'entries', label: t('envelope:fact.entries'), value: minute(page.enteredUntil) },
    {
      key: 'proposed',
      label: t('admin:fact.proposed_by'),
      value: t('envelope:fact.by_at', { name: page.proposedBy, moment: minute(page.proposedAt) }),
    },
    {
      key: 'approvals',
      label: t('envelope:fact.approvals', { given: page.approvals.length, required: page.approvalsRequired }),
      value:
        page.approvals.length === 0 ? (
          t('envelope:fact.approvals.none')
        ) : (
          <ul>
            {page.approvals.map(({ by, at }) => (
              <li key={by}>{t('envelope:fact.by_at', { name: by, moment: minute(at) })}</li>
            ))}
          </ul>
        ),
    },
    page.free && {
      key: 'free',
      label: t('envelope:fact.free'),
      value: t('envelope:fact.free_around', {
        before: money(page.free.before),
        after: money(page.free.after),
      }),
      number: true,
    },
    page.ending && {
      key: 'ending',
      label: t(`envelope:stage.${page.ending.kind}`),
      value: (
        <>
          {page.ending.by
            ? t('envelope:fact.by_at', { name: page.ending.by, moment: minute(page.ending.at) })
            : minute(page.ending.at)}
          {page.ending.reason && <p>{t(`envelope:reason.${page.ending.reason}`)}</p>}
        </>
      ),
    },
  ]
  return <Facts facts={facts.filter((fact) => fact !== null)} />
}
