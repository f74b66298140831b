import { useMonth } from '#app/components/bank/use-month.ts'
import { Confirm } from '#app/components/confirm.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import type { ShownBalance, ShownClose } from '#app/domain/books/closes-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  proposed: ShownClose
  balances: ShownBalance[]
  /** How many things stand against it by now. */
  obstacles: number
  reader: { id: string; hasPasskey: boolean; hasTotp: boolean }
  mayClose: boolean
  timezone: string
  answer: FormAnswer | undefined
}

/** A close that waits for another person, with each balance that it closes. */
export function Proposed({ proposed, balances, obstacles, reader, mayClose, timezone, answer }: Props) {
  const { t } = useWords()
  const named = useMonth()
  const { money, minute } = useFormats(timezone)
  const entries = useEntries(answer?.values.intent === 'confirm' ? answer : undefined)
  const { id, balancesHash, proposedById } = proposed
  return (
    <section aria-labelledby="proposed" className="grid gap-4">
      <h2 id="proposed" className="text-l">
        {t('reconciliation:closes.proposed', { month: named(proposed.month) })}
      </h2>
      <p>{t('reconciliation:close.proposed_by', { name: proposed.proposedBy, at: minute(proposed.at) })}</p>
      <DataTable
        caption={t('reconciliation:balances.title')}
        rows={balances}
        rowKey={({ fund, code }) => `${fund} ${code}`}
        columns={[
          { key: 'fund', header: t('reconciliation:column.fund'), cell: ({ fund }) => fund },
          {
            key: 'account',
            header: t('reconciliation:column.account'),
            names: true,
            cell: ({ code }) => <span className="font-normal">{t(`records:ledger.${code}`)}</span>,
          },
          {
            key: 'debit',
            header: t('reconciliation:column.debit'),
            align: 'end',
            cell: ({ cents }) => (cents > 0n ? money(cents) : ''),
          },
          {
            key: 'credit',
            header: t('reconciliation:column.credit'),
            align: 'end',
            cell: ({ cents }) => (cents < 0n ? money(-cents) : ''),
          },
        ]}
      />
      {mayClose && reader.id === proposedById && (
        <p className="text-quiet">{t('reconciliation:close.another')}</p>
      )}
      {mayClose && reader.id !== proposedById && obstacles === 0 && (
        <ActForm
          action={paths.booksCloses()}
          refusal={entries.refusal}
          submit={t('reconciliation:close.confirm')}
        >
          <input type="hidden" name="intent" value="confirm" />
          <input type="hidden" name="closeId" value={id} />
          <input type="hidden" name="balancesHash" value={balancesHash} />
          <p className="measure">{t('reconciliation:close.confirm_hint')}</p>
          <StepUpFields
            boundTo={boundTo.closeBooks({ id, balancesHash })}
            hasPasskey={reader.hasPasskey}
            hasTotp={reader.hasTotp}
            error={entries.error('code')}
          />
        </ActForm>
      )}
      {obstacles > 0 && <p>{t('reconciliation:obstacles.since', { count: obstacles })}</p>}
      {mayClose && (
        <Confirm ask={t('reconciliation:close.withdraw')}>
          <ActForm
            action={paths.booksCloses()}
            refusal={null}
            submit={t('reconciliation:close.withdraw_submit')}
            tone="refuse"
          >
            <input type="hidden" name="intent" value="withdraw" />
            <input type="hidden" name="closeId" value={id} />
          </ActForm>
        </Confirm>
      )}
    </section>
  )
}
