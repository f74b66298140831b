import { Link } from '@remix-run/react'
import { HowMatched } from '#app/components/bank/how-matched.tsx'
import { SourceWords } from '#app/components/bank/source-words.tsx'
import { useDay } from '#app/components/bank/use-day.ts'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import { undoReasons } from '#app/domain/bank/forms.ts'
import type { ListedMatch } from '#app/domain/bank/reads/list-matches.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  matches: ListedMatch[]
  timezone: string
  mayWork: boolean
  action: string
  answer: FormAnswer | undefined
}

/** What was matched, by which rule or by whom, and what became of it. */
export function Matches({ matches, timezone, mayWork, action, answer }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const day = useDay(timezone)
  if (matches.length === 0) return <p className="text-quiet">{t('reconciliation:matches.none')}</p>
  const columns: Column<ListedMatch>[] = [
    { key: 'day', header: t('reconciliation:column.day'), whole: true, cell: (match) => day(match.day) },
    {
      key: 'what',
      header: t('reconciliation:column.what'),
      names: true,
      cell: ({ id, rule, movements, otherAccount }) => (
        <Link to={paths.bankMatch(id)} className="inline-block py-1 font-normal">
          {rule === 'own_transfer' && <Moved account={otherAccount} />}
          {rule !== 'own_transfer' && movements.length === 0
            ? t('reconciliation:matches.nothing')
            : [...new Set(movements.map(({ kind }) => kind))].map((kind) => (
                <span key={kind} className="block">
                  <SourceWords kind={kind} />
                </span>
              ))}
        </Link>
      ),
    },
    {
      key: 'how',
      header: t('reconciliation:column.how'),
      prose: true,
      cell: (match) => <HowMatched match={match} timezone={timezone} />,
    },
    {
      key: 'amount',
      header: t('reconciliation:column.amount'),
      align: 'end',
      cell: ({ amountCents }) => money(amountCents),
    },
  ]
  if (mayWork) {
    columns.push({
      key: 'undo',
      header: t('reconciliation:column.undo'),
      cell: (match) => (match.undone ? '' : <Undo match={match} action={action} answer={answer} />),
    })
  }
  return (
    <DataTable
      caption={t('reconciliation:matches.title')}
      captionHidden
      columns={columns}
      rows={matches}
      rowKey={({ id }) => id}
    />
  )
}

function Moved({ account }: { account: string | null }) {
  const { t } = useWords()
  return (
    <>{account ? t('reconciliation:matches.own_transfer', { account }) : t('reconciliation:matches.moved')}</>
  )
}

type UndoProps = { match: ListedMatch; action: string; answer: FormAnswer | undefined }

function Undo({ match, action, answer }: UndoProps) {
  const { t } = useWords()
  const isMine = answer?.values.intent === 'undo' && answer.values.matchId === match.id
  const entries = useEntries(isMine ? answer : undefined)
  return (
    <Confirm ask={t('reconciliation:undo')} open={isMine}>
      <ActForm
        action={action}
        refusal={entries.refusal}
        submit={t('reconciliation:undo.submit')}
        tone="refuse"
      >
        <input type="hidden" name="intent" value="undo" />
        <input type="hidden" name="matchId" value={match.id} />
        <ChoiceField
          id={`undo-${match.id}`}
          name="reason"
          label={t('reconciliation:undo.reason')}
          defaultValue={entries.value('reason')}
          error={entries.error('reason')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...undoReasons.map((value) => ({ value, label: t(`reconciliation:undo.${value}`) })),
          ]}
        />
      </ActForm>
    </Confirm>
  )
}
