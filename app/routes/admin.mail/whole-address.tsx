import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useWords } from '#app/components/words.ts'
import type { StruckOff } from '#app/domain/mail/struck-off.server.ts'
import { paths } from '#app/http/paths.ts'

/** What the desk answers: a form that came back, an address that someone asked to see, or what was found. */
export type DeskAnswer = FormAnswer & { revealed?: string | undefined; found?: StruckOff[] | undefined }

type Props = { act: 'reveal' | 'reveal_address'; of: Record<string, string>; answer: DeskAnswer | undefined }

/** Asks for an address that the desk shows masked. Who looked is kept. */
export function WholeAddress({ act, of, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer?.values.act === act ? answer : undefined)
  return (
    <ActForm action={paths.mail()} refusal={entries.refusal} submit={t('donors:mail.reveal')} tone="outline">
      <input type="hidden" name="act" value={act} />
      {Object.entries(of).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <p className="text-s text-quiet">{t('donors:mail.reveal.why')}</p>
    </ActForm>
  )
}
