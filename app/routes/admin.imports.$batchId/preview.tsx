import { Form } from '@remix-run/react'
import type { TFunction } from 'i18next'
import { Button } from '#app/components/button.tsx'
import { CheckField } from '#app/components/check-field.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { MoneyInput } from '#app/components/money-input.tsx'
import { Notice } from '#app/components/notice.tsx'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { decisionsFor } from '#app/domain/imports/import.ts'
import type { ImportPage, WaitingGroup } from '#app/domain/imports/import-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { refusalWords } from '#app/words/refusal-words.ts'

type Props = { page: ImportPage }

/** Why the last run brought nothing in. */
export function Stopped({ page }: Props) {
  const { t, i18n } = useWords()
  const last = page.events.at(-1)
  if (last?.kind !== 'stopped') return null
  return (
    <Notice tone="refusal">{t('imports:stopped', { why: refusalWords(i18n, { code: last.reason }) })}</Notice>
  )
}

/** Said before anything is started: nobody can see in such a file what was given back. */
export function RefundsUnsaid({ page }: Props) {
  const { t } = useWords()
  return page.refundsUnsaid ? <Notice tone="refusal">{t('imports:refunds_unsaid')}</Notice> : null
}

export function Counts({ page }: Props) {
  const { t } = useWords()
  const { money } = useFormats(page.timezone)
  const { counts } = page
  return (
    <section aria-labelledby="counts-title" className="grid gap-2">
      <h2 id="counts-title" className="text-l">
        {t('imports:counts.title')}
      </h2>
      <p className="figures">
        {[
          t('imports:counts.rows', { count: counts.rows }),
          page.isDonorList
            ? t('imports:counts.taken_donors', { count: counts.taken })
            : t('imports:counts.taken', { count: counts.taken, sum: money(counts.cents) }),
          t('imports:counts.undecided', { count: counts.undecided }),
          t('imports:counts.left', { count: counts.left }),
          t('imports:counts.faulty', { count: counts.faulty }),
        ].join(' · ')}
      </p>
      <p className="measure">
        {t('imports:counts.donors', { newOnes: counts.newDonors, known: counts.knownDonors })}{' '}
        {t('imports:counts.opt_ins', { count: counts.optIns })}
      </p>
    </section>
  )
}

/** By reason: what may be said of all of them at once. Each can be looked at by itself below. */
export function WaitingGroups({ page }: Props) {
  const { t } = useWords()
  // Of a campaign that nobody knows the fund is said, above.
  const groups = page.waiting.filter(({ why }) => why !== 'campaign_unknown')
  return (
    <section aria-labelledby="waiting-title" className="grid gap-3">
      <h2 id="waiting-title" className="text-l">
        {t('imports:waiting.title')}
      </h2>
      {groups.length === 0 && <p className="text-quiet">{t('imports:waiting.none')}</p>}
      <ul className="grid gap-3">
        {groups.map((group) => (
          <Group key={`${group.why} ${group.status}`} batchId={page.id} group={group} />
        ))}
      </ul>
    </section>
  )
}

/** Taken, such a row is of a record of its own. */
const newRecordWhys = ['no_email', 'same_number', 'same_name_address']

const countOf = ({ count, takeable, known }: WaitingGroup, decision: string): number => {
  if (decision === 'known') return known
  return decision === 'take' ? takeable : count
}

/** What the file says of all of them. */
function saidIn(t: TFunction, { status }: WaitingGroup): string {
  if (status === undefined) return t('imports:found.status_other')
  return status === '' ? t('imports:found.status_none') : t('imports:found.status', { status })
}

function Group({ batchId, group }: { batchId: string; group: WaitingGroup }) {
  const { t } = useWords()
  const why = t(`imports:why.${group.why}`)
  const said = group.why === 'status_unclear' ? saidIn(t, group) : ''
  const offered = decisionsFor[group.why].map((decision) => ({
    decision,
    count: countOf(group, decision),
  }))
  return (
    <li className="grid gap-2 border-t border-hairline pt-3">
      <p>
        <span className="font-semibold">{why}</span> · {t('imports:waiting.count', { count: group.count })}
        {said && <span className="block break-words">{said}</span>}
      </p>
      <div className="flex flex-wrap gap-3">
        {offered
          .filter(({ count }) => count > 0)
          .map(({ decision, count }) => {
            const isNew = decision === 'take' && newRecordWhys.includes(group.why)
            const act = t(`imports:all.${isNew ? 'new_record' : decision}`, { count })
            return (
              <Form key={decision} method="post" action={paths.importBatch(batchId)} preventScrollReset>
                <input type="hidden" name="intent" value="decide_all" />
                <input type="hidden" name="why" value={group.why} />
                {group.status !== undefined && <input type="hidden" name="status" value={group.status} />}
                <input type="hidden" name="count" value={count} />
                <Button
                  tone="outline"
                  name="decision"
                  value={decision}
                  aria-label={t('imports:all.of', { act, why: said ? `${why}. ${said}` : why })}
                >
                  {act}
                </Button>
              </Form>
            )
          })}
      </div>
    </li>
  )
}

export function Months({ page }: Props) {
  const { t } = useWords()
  const { money } = useFormats(page.timezone)
  if (page.months.length === 0) return null
  return (
    <DataTable
      caption={t('imports:months.title')}
      rows={page.months}
      rowKey={({ month, fundName }) => `${month} ${fundName}`}
      columns={[
        { key: 'month', header: t('imports:months.month'), names: true, cell: ({ month }) => month },
        { key: 'fund', header: t('imports:list.fund'), cell: ({ fundName }) => fundName },
        {
          key: 'rows',
          header: t('imports:list.rows'),
          align: 'end',
          cell: ({ rows }) => t('imports:list.count', { count: rows }),
        },
        { key: 'sum', header: t('imports:list.sum'), align: 'end', cell: ({ cents }) => money(cents) },
      ]}
    />
  )
}

type StartProps = Props & { factors: Factors; answer: unknown }

/** The sum is typed from the other system's own page, so that a file that lacks a year is noticed. */
export function Start({ page, factors, answer }: StartProps) {
  const { t } = useWords()
  const { valueOf: typed, errorOf } = useFormAnswer(answer, 'start')
  const { taken, cents, undecided } = page.counts
  const ready = undecided === 0 && taken > 0
  return (
    <section id="start" aria-labelledby="start-title" className="grid gap-3">
      <h2 id="start-title" className="text-l">
        {t('imports:start.title')}
      </h2>
      {!ready && (
        <p className="text-quiet">{t(undecided > 0 ? 'imports:start.not_yet' : 'imports:start.nothing')}</p>
      )}
      {ready && (
        <>
          <p className="measure">
            {t(page.isDonorList ? 'imports:start.lead_donors' : 'imports:start.lead', { count: taken })}
          </p>
          <ActForm
            action={paths.importBatch(page.id)}
            refusal={null}
            submit={t(page.isDonorList ? 'imports:start.submit_donors' : 'imports:start.submit')}
          >
            <input type="hidden" name="intent" value="start" />
            <input type="hidden" name="rows" value={taken} />
            <input type="hidden" name="cents" value={String(cents)} />
            {!page.isDonorList && (
              <MoneyInput
                name="total"
                label={t('imports:start.total')}
                defaultValue={typed('total') ?? ''}
                error={errorOf('total')}
                required
              />
            )}
            {page.refundsUnsaid && (
              <CheckField
                name="refunds"
                value="whole"
                label={t('imports:start.refunds')}
                hint={t('imports:start.refunds_hint')}
                defaultChecked={typed('refunds') === 'whole'}
                error={errorOf('refunds')}
                required
              />
            )}
            <StepUpFields
              boundTo={boundTo.startImport({ batchId: page.id, rows: taken, cents })}
              {...factors}
              error={errorOf('code')}
            />
          </ActForm>
        </>
      )}
    </section>
  )
}
