import { Form, Link } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { useWords } from '#app/components/words.ts'
import type { ImportPage } from '#app/domain/imports/import-page.server.ts'
import type { Finding, ImportRowLine } from '#app/domain/imports/import-rows.server.ts'
import { paths } from '#app/http/paths.ts'

type Asked = { show: 'waiting' | 'all'; after: number }
type Props = { page: ImportPage; asked: Asked; answer: unknown }

/** Each row with why it waits and against what it was found. */
export function Rows({ page, asked, answer }: Props) {
  const { t } = useWords()
  const { money } = useFormats(page.timezone)
  const here = paths.importBatch(page.id)
  const { lines, next } = page.rows
  const gift: Column<ImportRowLine> = {
    key: 'gift',
    header: t('imports:rows.gift'),
    align: 'end',
    cell: ({ cents, on }) => (
      <>
        {cents > 0n && money(cents)}
        {on && <span className="block text-s text-quiet">{on}</span>}
      </>
    ),
  }
  const at = (show: string, after = 0) =>
    `${here}?${new URLSearchParams({ show, after: String(after) })}#rows`
  return (
    <section id="rows" aria-labelledby="rows-title" className="grid gap-3">
      <h2 id="rows-title" className="text-l">
        {t('imports:rows.title')}
      </h2>
      <p className="flex flex-wrap gap-4">
        {(['waiting', 'all'] as const).map((show) => (
          <Link key={show} to={at(show)} aria-current={asked.show === show ? 'page' : undefined}>
            {t(`imports:rows.${show}`)}
          </Link>
        ))}
      </p>
      {lines.length === 0 && <p className="text-quiet">{t('imports:rows.none')}</p>}
      {lines.length > 0 && (
        <DataTable
          caption={t('imports:rows.title')}
          captionHidden
          stacks
          rows={lines}
          rowKey={({ line }) => String(line)}
          columns={[
            {
              key: 'line',
              header: t('imports:rows.line'),
              names: true,
              cell: ({ line }) => t('imports:decide.label', { line }),
            },
            {
              key: 'donor',
              header: t('imports:rows.donor'),
              prose: true,
              cell: ({ name, email }) => (
                <span className="break-words">
                  {name}
                  {name && email && <br />}
                  {email}
                </span>
              ),
            },
            ...(page.isDonorList ? [] : [gift]),
            { key: 'said', header: t('imports:rows.said'), prose: true, cell: (row) => <Said row={row} /> },
            {
              key: 'act',
              header: t('imports:rows.act'),
              prose: true,
              cell: (row) => <Decide {...{ row, answer }} action={at(asked.show, asked.after)} />,
            },
          ]}
        />
      )}
      <Pagination
        first={asked.after > 0 ? at(asked.show) : null}
        next={next === null ? null : at(asked.show, next)}
      />
    </section>
  )
}

function Said({ row }: { row: ImportRowLine }) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const against = ({ kind, line, cents, on, name: known, status }: Finding) => {
    if (status !== null)
      return status === '' ? t('imports:found.status_none') : t('imports:found.status', { status })
    const name = known ?? t('imports:found.elsewhere')
    if (kind === 'row') return t('imports:found.row', { line })
    if (kind === 'donor') return t('imports:found.donor', { name })
    return cents === null ? '' : t('imports:found.gift', { sum: money(cents), day: on, name })
  }
  const said = [
    ...row.problems.map(({ column, code }) => ({
      key: `${column} ${code}`,
      what:
        column > 0
          ? t('imports:rows.column', { column, problem: t(`imports:problem.${code}`) })
          : t(`imports:problem.${code}`),
      detail: '',
    })),
    ...row.findings.map((finding, index) => ({
      ...{ key: `${finding.why} ${index}`, what: t(`imports:why.${finding.why}`), detail: against(finding) },
    })),
  ]
  return (
    <ul className="grid gap-1 text-s">
      {said.map(({ key, what, detail }) => (
        <li key={key}>
          {what}
          {detail && <span className="block text-quiet">{detail}</span>}
        </li>
      ))}
    </ul>
  )
}

type DecideProps = { row: ImportRowLine; action: string; answer: unknown }

function Decide({ row, action, answer }: DecideProps) {
  const { t } = useWords()
  const { valueOf: typed, errorOf } = useFormAnswer(answer, 'decide')
  const { line, problems, findings, decision, givenTo, givenToId, withLine, email, name } = row
  const isBack = typed('line') === String(line)
  const has = (why: string) => findings.some((finding) => finding.why === why)
  const isWhole = problems.length === 0 && !has('campaign_unknown')
  const mayBeGiven = isWhole && (has('no_email') || has('other_name')) && !has('same_id')
  // Each once, however many reasons speak for it; whose it is by the row's own address is no choice.
  const records = findings.filter(
    ({ why, donorId }, at) =>
      ['same_number', 'same_name_address'].includes(why) &&
      donorId !== null &&
      isWhole &&
      !has('same_id') &&
      findings.findIndex(
        (other) => other.why !== 'other_name' && other.why !== 'same_email' && other.donorId === donorId,
      ) === at,
  )
  const named = (choice: string): string => {
    const record = records.find(({ donorId }) => choice === `known:${donorId}`)
    if (record) return t('imports:decide.known', { name: record.name ?? '' })
    if (choice !== 'take' || !has('no_email')) return t(`imports:decide.${choice}`)
    return withLine === null
      ? t('imports:decide.new_record')
      : t('imports:decide.take_with', { line: withLine })
  }
  const choices = [
    ...records.map(({ donorId }) => `known:${donorId}`),
    ...(isWhole && (email !== '' || name !== '') && !has('same_id') ? ['take'] : []),
    ...(mayBeGiven ? ['same_donor'] : []),
    ...(has('same_id') || has('same_receipt') || has('same_day') ? ['same_gift'] : []),
    'skip',
  ]
  const known = `known:${givenToId}`
  const chosen = givenTo ? (choices.includes(known) ? known : 'same_donor') : (decision ?? '')
  return (
    <Form method="post" action={action} className="grid gap-2 text-start" preventScrollReset>
      {decision && (
        <p className="font-semibold text-s">
          {givenTo ? t('imports:decided.take_for', { email: givenTo }) : t(`imports:decided.${decision}`)}
        </p>
      )}
      <input type="hidden" name="intent" value="decide" />
      <input type="hidden" name="line" value={line} />
      <ChoiceField
        id={`decision-${line}`}
        name="decision"
        label={<span className="sr-only">{t('imports:decide.label', { line })}</span>}
        defaultValue={(isBack ? typed('decision') : undefined) ?? chosen}
        error={isBack ? errorOf('decision') : undefined}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...choices.map((value) => ({ value, label: named(value) })),
        ]}
      />
      {mayBeGiven && (
        <Field
          id={`email-${line}`}
          name="email"
          type="email"
          autoComplete="off"
          label={t('imports:decide.email')}
          defaultValue={
            (isBack ? typed('email') : undefined) ?? (chosen === 'same_donor' ? givenTo : null) ?? ''
          }
          error={isBack ? errorOf('email') : undefined}
        />
      )}
      <div>
        <Button tone="outline">{t('imports:decide.submit')}</Button>
      </div>
    </Form>
  )
}
