import type { BondPapers } from '#app/domain/papers/bond-papers.server.ts'
import { standings } from '#app/domain/papers/paper-set.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { Field } from '../field.tsx'
import { useWords } from '../words.ts'

type Props = { bondId: string; papers: BondPapers; answer: FormAnswer | undefined }

/** What became of one paper, and which original or covered copy shows it. The first missing one is chosen already. */
export function PaperForm({ bondId, papers, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const none = { value: '', label: t('papers:paper.none') }
  return (
    <ActForm action={paths.bondPapers(bondId)} refusal={entries.refusal} submit={t('papers:paper.submit')}>
      <ChoiceField
        name="paper"
        label={t('papers:paper.which')}
        defaultValue={entries.value('paper', papers.missing[0] ?? '')}
        error={entries.error('paper')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...papers.papers.map(({ paper }) => ({ value: paper, label: t(`papers:kind.${paper}`) })),
        ]}
      />
      <ChoiceField
        name="standing"
        label={t('papers:paper.standing')}
        defaultValue={entries.value('standing')}
        error={entries.error('standing')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...standings.map((value) => ({ value, label: t(`papers:standing.${value}`) })),
        ]}
      />
      <Field
        name="happenedOn"
        type="date"
        label={t('papers:paper.on')}
        hint={t('papers:paper.on.hint')}
        defaultValue={entries.value('happenedOn')}
        error={entries.error('happenedOn')}
        required
      />
      <OriginalField documents={papers.documents} entries={entries} />
      {papers.evidence.length > 0 && (
        <ChoiceField
          name="evidenceId"
          label={t('papers:paper.evidence')}
          defaultValue={entries.value('evidenceId')}
          error={entries.error('evidenceId')}
          choices={[
            none,
            ...papers.evidence.map(({ id, receiptNumber }) => ({ value: id, label: receiptNumber })),
          ]}
        />
      )}
    </ActForm>
  )
}

type OriginalFieldProps = {
  documents: BondPapers['documents']
  entries: ReturnType<typeof useEntries>
}

/** Which of the person's originals this is, where there are any. */
export function OriginalField({ documents, entries }: OriginalFieldProps) {
  const { t } = useWords()
  if (documents.length === 0) return null
  return (
    <ChoiceField
      name="documentId"
      label={t('papers:paper.document')}
      defaultValue={entries.value('documentId')}
      error={entries.error('documentId')}
      choices={[
        { value: '', label: t('papers:paper.none') },
        ...documents.map(({ id, number, kind }) => ({
          value: id,
          label: t('papers:documents.one', { number, kind: t(`papers:kind.${kind}`) }),
        })),
      ]}
    />
  )
}
