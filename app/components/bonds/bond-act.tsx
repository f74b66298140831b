import { useActionData } from '@remix-run/react'
import type { FormAnswer } from '../disbursements/use-entries.ts'
import { useWords } from '../words.ts'
import { BondActForm } from './bond-act-form.tsx'
import { useBondFrame } from './bond-frame.ts'
import { type FactAct, factWords } from './fact-form.tsx'

/** The page of one act that says what happened to a bond. */
export function BondAct({ act }: { act: FactAct }) {
  const { t } = useWords()
  const { page, papers, factors } = useBondFrame()
  const answer = useActionData<FormAnswer>()
  return (
    <>
      <h2 className="text-l">{t(factWords(act, 'title'))}</h2>
      <BondActForm act={act} page={page} papers={papers} factors={factors} answer={answer} />
    </>
  )
}
