import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { type ChangeFacts, ChangeForm, type ChangeKind } from '#app/components/monthly/change-form.tsx'
import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'

type NotSoProps = { answer: FormAnswer & { back: string; to: string; facts: ChangeFacts } }

/** Why this change cannot be, and the form as it was filled in. Nothing was changed. */
export function NotSo({ answer }: NotSoProps) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const { back, to, facts } = answer
  const kind = asked.find((each) => each === entries.value('change'))
  const typed = (name: string) => (name in answer.values ? entries.value(name) : undefined)
  return (
    <>
      <Notice tone="refusal" title={t('give:monthly.confirm.nothing')}>
        {entries.refusal ?? t(kind ? 'give:monthly.confirm.look_again' : 'errors:malformed')}
      </Notice>
      {kind && (
        <ChangeForm kind={kind} facts={facts} to={to} entries={{ valueOf: typed, errorOf: entries.error }} />
      )}
      <p>
        <a href={back} className="inline-block py-1">
          {t('give:monthly.confirm.back')}
        </a>
      </p>
    </>
  )
}

/** Those that have something to fill in. */
const asked: ChangeKind[] = ['amount', 'split', 'day', 'pause']
