import { noticeOf } from '#app/domain/deadlines/deadline.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { NoticeDays } from '../dates/notice-days.tsx'
import type { Entries, FormAnswer } from '../disbursements/use-entries.ts'
import { useWords } from '../words.ts'
import type { BondFrame, BondOutlet } from './bond-frame.ts'
import { CaseEndFields } from './case-end-fields.tsx'
import { type FactAct, FactForm } from './fact-form.tsx'

const addresses: Record<FactAct, (bondId: string) => string> = {
  release: paths.bondRelease,
  step: paths.bondStep,
  disposition: paths.bondDisposition,
  forfeiture: paths.bondForfeiture,
  write_off: paths.bondWriteOff,
  reinstatement: paths.bondReinstatement,
}

/** The form of one of the acts that say what happened to this bond. */
export function BondActForm({ act, page, papers, factors, answer }: BondActFormProps) {
  const { t } = useWords()
  const outcomes = page.state === 'posted' ? ['released', 'not_released'] : ['released']
  const choices = {
    release: {
      name: 'outcome',
      label: t('admin:bond.release.outcome'),
      choices: outcomes.map((value) => ({
        value,
        label: t(
          value === 'released'
            ? 'admin:bond.release.released'
            : `admin:bond.release.not_released.${page.kind}`,
        ),
      })),
    },
    step: {
      name: 'to',
      label: t('admin:bond.step.to'),
      choices: page.moves.map((value) => ({ value, label: t(`admin:state.${value}`) })),
    },
  }
  const loses = act === 'forfeiture' || act === 'write_off'
  return (
    <FactForm
      act={act}
      action={addresses[act](page.id)}
      tone={loses ? 'refuse' : 'primary'}
      answer={answer}
      more={(entries) => <More act={act} page={page} papers={papers} entries={entries} />}
      proof={proofFor[act]?.(page)}
      factors={factors}
      {...(act === 'release' || act === 'step' ? { choice: choices[act] } : {})}
    />
  )
}

type MoreProps = Pick<BondActFormProps, 'act' | 'page' | 'papers'> & { entries: Entries }

/** What the paper of a notice or of the end of a case says beside what happened. */
function More({ act, page, papers, entries }: MoreProps) {
  const isStep = act === 'step'
  const mayEnd = isStep ? page.moves.includes('case_ended') : act === 'disposition' && page.endsCase
  return (
    <>
      {isStep && page.moves.some(noticeOf) && <NoticeDays entries={entries} />}
      {mayEnd && page.kind === 'immigration_bond' && (
        <CaseEndFields id={act} bondId={page.id} papers={papers} entries={entries} required={!isStep} />
      )}
    </>
  )
}

/** What losing money or taking a loss back is bound to: the bond, and the sum that is lost of it in every fund that has a part. */
const proofFor: { [A in FactAct]?: (page: BondFrame['page']) => string } = {
  forfeiture: ({ id, depositedInAll }) => boundTo.forfeiture({ bondId: id, lost: depositedInAll }),
  write_off: ({ id, dueInAll }) => boundTo.writeOff({ bondId: id, lost: dueInAll }),
  reinstatement: ({ id, lostInAll }) => boundTo.reinstatement({ bondId: id, lost: lostInAll }),
}

type BondActFormProps = Pick<BondOutlet, 'page' | 'papers' | 'factors'> & {
  act: FactAct
  answer?: FormAnswer | undefined
}
