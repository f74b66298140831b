import { Form, useNavigation } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import type { FundCloses } from '#app/domain/transparency/closes-page.server.ts'
import { refusalWords } from '#app/words/refusal-words.ts'
import { Preview } from './preview.tsx'

type Props = { fund: FundCloses; timezone: string; answer: FormAnswer | undefined }

/** One fund: its policy in words, what a close would change, and the closes it had. */
export function FundSection({ fund, timezone, answer }: Props) {
  const { t, i18n } = useWords()
  const { money, minute } = useFormats(timezone)
  const { preview } = fund
  const { policy } = preview
  return (
    <section
      id={`fund-${fund.fundId}`}
      aria-labelledby={`name-${fund.fundId}`}
      className="grid gap-4 border-t border-hairline pt-5"
    >
      <h2 id={`name-${fund.fundId}`} className="text-xl">
        {fund.name}
      </h2>
      <p className="measure">
        {t('admin:closes.policy', {
          k: policy.k,
          days: policy.delayDays,
          rounding: money(policy.roundingCents),
        })}
      </p>
      {policy.demonstration && <Notice tone="demonstration">{t('admin:closes.policy.demonstration')}</Notice>}
      {preview.refused ? (
        <Notice title={t('admin:closes.not_now')}>
          {refusalWords(i18n, { code: preview.refused, params: { delayDays: policy.delayDays } })}
        </Notice>
      ) : (
        <>
          <p className="measure">{t('admin:closes.next', { cut: minute(preview.cutAt) })}</p>
          <Preview fundName={fund.name} preview={preview} timezone={timezone} />
          {fund.mayClose && <MakeClose fund={fund} answer={answer} />}
        </>
      )}
      <Past fund={fund} timezone={timezone} />
    </section>
  )
}

function MakeClose({ fund, answer }: Pick<Props, 'fund' | 'answer'>) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const busy = useNavigation().state === 'submitting'
  return (
    <div className="grid gap-4">
      {entries.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      <Confirm ask={t('admin:closes.make')} tone="outline">
        <p className="measure mb-3">{t('admin:closes.make.final')}</p>
        <Form method="post">
          <input type="hidden" name="fundId" value={fund.fundId} />
          <input type="hidden" name="cutAt" value={fund.preview.cutAt.toISOString()} />
          <Button disabled={busy}>{t('admin:closes.make.sure', { fund: fund.name })}</Button>
        </Form>
      </Confirm>
    </div>
  )
}

function Past({ fund, timezone }: Pick<Props, 'fund' | 'timezone'>) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  if (fund.past.length === 0) return <p className="text-quiet">{t('admin:closes.past.none')}</p>
  const columns: Column<FundCloses['past'][number]>[] = [
    {
      key: 'seq',
      header: t('admin:closes.past.number'),
      names: true,
      cell: ({ seq }) => <span className="figures">{seq}</span>,
    },
    { key: 'cut', header: t('admin:closes.past.cut'), cell: ({ cutAt }) => minute(cutAt) },
    { key: 'made', header: t('admin:closes.past.made'), cell: ({ madeAt }) => minute(madeAt) },
    {
      key: 'published',
      header: t('admin:closes.past.published'),
      cell: ({ published }) => (
        <StateMark progress={published ? 'done' : 'waiting'}>
          {t(published ? 'admin:closes.past.changed' : 'admin:closes.past.carried')}
        </StateMark>
      ),
    },
    {
      key: 'period',
      header: t('admin:closes.past.shares'),
      cell: ({ endedPeriod }) => t(endedPeriod ? 'admin:closes.past.struck' : 'admin:closes.past.continues'),
    },
  ]
  return (
    <DataTable
      caption={t('admin:closes.past.title', { fund: fund.name })}
      columns={columns}
      rows={fund.past}
      rowKey={({ id }) => id}
    />
  )
}
