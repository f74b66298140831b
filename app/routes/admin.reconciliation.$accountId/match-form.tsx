import { PlaceLink } from '#app/components/bank/place-link.tsx'
import { useDay } from '#app/components/bank/use-day.ts'
import { WhyWords } from '#app/components/bank/why-words.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { FieldError } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { handReasons } from '#app/domain/bank/forms.ts'
import type { OpenSides, ShownLine, ShownMovement } from '#app/domain/bank/reads/account-page.server.ts'

type Props = {
  open: OpenSides
  funds: { id: string; name: string }[]
  timezone: string
  mayWork: boolean
  action: string
  answer: FormAnswer | undefined
}

/** What stands alone on both sides, each with why; ticked together, they are one match. */
export function MatchForm({ open, funds, timezone, mayWork, action, answer }: Props) {
  const { t } = useWords()
  const mine = answer?.values.intent === 'match' ? answer : undefined
  const entries = useEntries(mine)
  const { lines, movements, totals } = open
  const hidden = totals.lines - lines.length + totals.movements - movements.length
  const sides = (
    <>
      <Lines {...{ lines, timezone, mayWork }} ticked={entries.all('lineIds')} />
      <Movements {...{ movements, timezone, mayWork }} ticked={entries.all('movements')} />
      {hidden > 0 && <p className="text-s text-quiet">{t('reconciliation:sides.more', { count: hidden })}</p>}
    </>
  )
  return (
    <section aria-labelledby="alone" className="grid gap-4">
      <h2 id="alone" className="text-l">
        {t('reconciliation:alone.title')}
      </h2>
      {totals.lines + totals.movements === 0 && (
        <p className="text-quiet">{t('reconciliation:alone.none')}</p>
      )}
      {totals.lines + totals.movements > 0 && !mayWork && sides}
      {totals.lines + totals.movements > 0 && mayWork && (
        <ActForm action={action} refusal={entries.refusal} submit={t('reconciliation:match.submit')} wide>
          <input type="hidden" name="intent" value="match" />
          <p className="measure text-s text-quiet">{t('reconciliation:alone.lead')}</p>
          {sides}
          <FieldError id="lineIds" error={entries.error('lineIds')} />
          <FieldError id="movements" error={entries.error('movements')} />
          <ChoiceField
            name="reason"
            label={t('reconciliation:match.reason')}
            className="max-w-[36rem]"
            defaultValue={entries.value('reason')}
            error={entries.error('reason')}
            required
            choices={[
              { value: '', label: t('admin:choose') },
              ...handReasons.map((value) => ({ value, label: t(`reconciliation:reason.${value}`) })),
            ]}
          />
          <ChoiceField
            name="bookFundId"
            label={t('reconciliation:match.book')}
            className="max-w-[36rem]"
            hint={t('reconciliation:match.book_hint')}
            defaultValue={entries.value('bookFundId')}
            error={entries.error('bookFundId')}
            choices={[
              { value: '', label: t('reconciliation:match.book_nowhere') },
              ...funds.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </ActForm>
      )}
    </section>
  )
}

type Side = { timezone: string; mayWork: boolean; ticked: string[] }

function Lines({ lines, timezone, mayWork, ticked }: Side & { lines: ShownLine[] }) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const day = useDay(timezone)
  if (lines.length === 0) return null
  const columns: Column<ShownLine>[] = [
    {
      key: 'day',
      header: t('reconciliation:column.day'),
      whole: true,
      cell: (line) => (
        <Tick name="lineIds" value={String(line.id)} shown={mayWork} ticked={ticked}>
          {day(line.day)}
        </Tick>
      ),
    },
    {
      key: 'text',
      header: t('reconciliation:column.text'),
      names: true,
      cell: ({ text }) => <bdi className="break-words font-normal">{text || '–'}</bdi>,
    },
    {
      key: 'why',
      header: t('reconciliation:column.why'),
      prose: true,
      cell: ({ why, amount }) => <WhyWords why={why} of={{ line: amount }} timezone={timezone} />,
    },
    {
      key: 'amount',
      header: t('reconciliation:column.amount'),
      align: 'end',
      cell: ({ amount }) => money(amount),
    },
  ]
  return (
    <DataTable
      caption={t('reconciliation:lines')}
      columns={columns}
      rows={lines}
      rowKey={({ id }) => String(id)}
    />
  )
}

function Movements({ movements, timezone, mayWork, ticked }: Side & { movements: ShownMovement[] }) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const day = useDay(timezone)
  if (movements.length === 0) return null
  const columns: Column<ShownMovement>[] = [
    {
      key: 'day',
      header: t('reconciliation:column.day'),
      whole: true,
      cell: (movement) => (
        <Tick name="movements" value={movement.key} shown={mayWork} ticked={ticked}>
          {day(movement.day)}
        </Tick>
      ),
    },
    {
      key: 'what',
      header: t('reconciliation:column.what'),
      names: true,
      cell: (movement) => (
        <span className="font-normal">
          <PlaceLink {...movement} />
        </span>
      ),
    },
    {
      key: 'why',
      header: t('reconciliation:column.why'),
      prose: true,
      cell: ({ why }) => <WhyWords why={why} of="movement" timezone={timezone} />,
    },
    {
      key: 'amount',
      header: t('reconciliation:column.amount'),
      align: 'end',
      cell: ({ amount }) => money(amount),
    },
  ]
  return (
    <DataTable
      caption={t('reconciliation:movements')}
      columns={columns}
      rows={movements}
      rowKey={({ key }) => key}
    />
  )
}

type Ticked = { name: string; value: string; shown: boolean; ticked: string[]; children: string }

function Tick({ name, value, shown, ticked, children }: Ticked) {
  if (!shown) return <>{children}</>
  return (
    <label className="inline-flex min-h-8 items-center gap-3">
      <input
        type="checkbox"
        name={name}
        value={value}
        defaultChecked={ticked.includes(value)}
        className="size-6 flex-none"
      />
      {children}
    </label>
  )
}
