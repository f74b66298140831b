import { Link } from '@remix-run/react'
import { caseEndReasons } from '#app/domain/case-ends/case-end.ts'
import type { BondPapers } from '#app/domain/papers/bond-papers.server.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { useWords } from '../words.ts'

type Props = { id: string; bondId: string; papers: BondPapers; entries: Entries; required: boolean }

/** How the case of an immigration bond ended, and which paper of it proves that. */
export function CaseEndFields({ id, bondId, papers, entries, required }: Props) {
  const { t } = useWords()
  const first = { value: '', label: t(required ? 'admin:choose' : 'papers:end.none') }
  const proofs = [
    ...papers.evidence
      .filter(({ clean }) => clean !== false)
      .map((one) => ({
        value: `evidence:${one.id}`,
        label: t('papers:end.copy', { number: one.receiptNumber }),
      })),
    ...papers.documents.map((one) => ({
      value: `document:${one.id}`,
      label: t('papers:documents.one', { number: one.number, kind: t(`papers:kind.${one.kind}`) }),
    })),
  ]
  return (
    <>
      <ChoiceField
        id={`${id}-end-reason`}
        name="endReason"
        label={t('papers:end.reason')}
        hint={t(required ? 'papers:end.reason.hint' : 'papers:end.reason.step')}
        defaultValue={entries.value('endReason')}
        error={entries.error('endReason')}
        required={required}
        choices={[first, ...caseEndReasons.map((value) => ({ value, label: t(`papers:end.${value}`) }))]}
      />
      <ChoiceField
        id={`${id}-end-proof`}
        name="endProof"
        label={t('papers:end.proof')}
        hint={t('papers:end.proof.hint')}
        defaultValue={entries.value('endProof')}
        error={entries.error('endProof')}
        required={required}
        choices={[first, ...proofs]}
      />
      {proofs.length === 0 && (
        <p className="measure text-s">
          {t('papers:end.no_proof')}{' '}
          <Link to={paths.bondEvidence(bondId)} className="inline-block py-0.5">
            {t('papers:evidence.add')}
          </Link>
        </p>
      )}
    </>
  )
}
