import { ChoiceField } from '#app/components/choice-field.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { useWords } from '#app/components/words.ts'
import type { ImportPage } from '#app/domain/imports/import-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = { page: ImportPage; answer: unknown }
type Line = ImportPage['campaigns'][number]

/** What the file calls its purposes, and which fund each of them was for. What was known before stands there to be corrected. */
export function Campaigns({ page, answer }: Props) {
  const { t } = useWords()
  const { money } = useFormats(page.timezone)
  const { valueOf: typed, errorOf, refusal } = useFormAnswer(answer, 'campaigns')
  if (page.campaigns.length === 0) return null
  const choices = [
    { value: '', label: t('admin:choose') },
    ...page.funds.map(({ id, name }) => ({ value: id, label: name })),
    { value: 'leave', label: t('imports:campaigns.leave') },
  ]
  const entry = (line: Line) => {
    const name = `campaigns.c${line.token}`
    return (
      <ChoiceField
        name={name}
        label={<span className="sr-only">{t('imports:campaigns.fund_of', { campaign: line.name })}</span>}
        hint={line.isKnown ? t('imports:campaigns.known') : undefined}
        defaultValue={typed(name) ?? line.chosen}
        error={errorOf(name) ?? (line.chosen === '' ? errorOf('campaigns') : undefined)}
        choices={line.chosen === '' ? choices : choices.slice(1)}
      />
    )
  }
  return (
    <section aria-labelledby="campaigns-title" className="grid gap-3">
      <h2 id="campaigns-title" className="text-l">
        {t('imports:campaigns.title')}
      </h2>
      <p className="measure text-quiet">{t('imports:campaigns.lead', { fund: page.fundName })}</p>
      <ActForm
        action={paths.importBatch(page.id)}
        refusal={refusal ?? null}
        submit={t('imports:campaigns.submit')}
        tone="outline"
        wide
      >
        <input type="hidden" name="intent" value="campaigns" />
        <DataTable
          caption={t('imports:campaigns.title')}
          captionHidden
          stacks
          rows={page.campaigns}
          rowKey={({ token }) => token}
          columns={[
            { key: 'name', header: t('imports:campaigns.name'), names: true, cell: ({ name }) => name },
            {
              key: 'rows',
              header: t('imports:list.rows'),
              align: 'end',
              cell: ({ rows }) => t('imports:list.count', { count: rows }),
            },
            { key: 'sum', header: t('imports:list.sum'), align: 'end', cell: ({ cents }) => money(cents) },
            { key: 'fund', header: t('imports:list.fund'), prose: true, cell: entry },
          ]}
        />
      </ActForm>
    </section>
  )
}
