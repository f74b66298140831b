import type { AskerSeen } from '#app/domain/requests/reveal-asker.server.ts'
import { paths } from '#app/http/paths.ts'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { PhoneLink } from '../phone-link.tsx'
import { useWords } from '../words.ts'

type Props = {
  requestId: string
  callId: string
  seen: AskerSeen | null
  answer: FormAnswer | undefined
}

/** The number of this request, where it is called from: asked for, and in the answer to the asking only. */
export function NumberToCall({ requestId, callId, seen, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  if (seen) {
    return (
      <dl className="grid gap-x-4 gap-y-1 border-s-4 border-primary ps-4 sm:grid-cols-[8rem_1fr]">
        <dt className="text-quiet">{t('intake:fact.phone')}</dt>
        <dd>
          <PhoneLink phone={seen.phone} />
        </dd>
        {seen.language && (
          <>
            <dt className="text-quiet">{t('intake:call.language')}</dt>
            <dd className="break-words">
              <bdi>{seen.language}</bdi>
            </dd>
          </>
        )}
      </dl>
    )
  }
  return (
    <ActForm
      action={paths.requestNumber(requestId)}
      refusal={entries.refusal ?? entries.error('reason') ?? null}
      submit={t('intake:call.show_number')}
      tone="outline"
    >
      <input type="hidden" name="callId" value={callId} />
      <p className="measure text-s text-quiet">{t('intake:call.number_is_kept')}</p>
    </ActForm>
  )
}
