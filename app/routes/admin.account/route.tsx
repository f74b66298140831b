import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { NewAuthenticator } from '#app/components/new-authenticator.tsx'
import { NewPasskey } from '#app/components/new-passkey.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StopRecovery } from '#app/components/stop-recovery.tsx'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { ownAccount } from '#app/domain/staff/own-account.server.ts'
import { stopReasons } from '#app/domain/staff/recovery/recovery.ts'
import { ownRecovery } from '#app/domain/staff/recovery/recovery-page.server.ts'
import { stopRecovery } from '#app/domain/staff/recovery/stop-recovery.server.ts'
import { endAllSessions } from '#app/domain/staff/sessions/end-all-sessions.server.ts'
import { endSession } from '#app/domain/staff/sessions/end-session.server.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { keepFactor } from '#app/http/keep-factor.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { endedSessionCookie } from '#app/http/session.ts'
import { ChangeFactors } from './change-factors.tsx'
import { changeFactors, FactorForm } from './change-factors-action.server.ts'
import { Factors } from './factors.tsx'
import { Sessions } from './sessions.tsx'

export const handle: PageHandle = { words: ['doors'], title: (t) => t('admin:account.title') }
export const headers = noStore

const OneSession = z.object({ intent: z.literal('end-session'), session: z.string().regex(/^[0-9a-f]{64}$/) })

const Stop = z.object({
  intent: z.literal('stop'),
  recoveryId: z.uuid(),
  stopReason: z.enum(stopReasons),
})

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { id, name, email, hasPasskey, hasTotp, sessionIdHash } = await requireStaff(request)
  const { passkeys, sessions } = await ownAccount({ staffId: id })
  const { timezone } = await organization()
  return {
    staff: { id, name, email, hasPasskey, hasTotp },
    passkeys,
    sessions: sessions.map((session) => ({ ...session, isThis: session.idHash === sessionIdHash })),
    recovery: await ownRecovery(id),
    reading: { language: context.language, timezone },
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request)
  const formData = await request.formData()

  switch (formData.get('intent')) {
    case 'change-factors': {
      const form = parseForm(formData, FactorForm)
      if (!form.ok) return invalid(form)
      const outcome = await orRefusal(changeFactors(staff, form.value), form.values)
      if (!outcome.ok) return outcome.response
      return outcome.value.begun ? data(outcome.value.begun) : redirectAfterStepUp(staff, paths.account())
    }
    case 'end-session': {
      const form = parseForm(formData, OneSession)
      if (!form.ok) return invalid(form)
      await endSession({ staffId: staff.id, sessionIdHash: form.value.session })
      return redirect(paths.account())
    }
    case 'stop': {
      const form = parseForm(formData, Stop)
      if (!form.ok) return invalid(form)
      const { recoveryId, stopReason: reason } = form.value
      const outcome = await orRefusal(stopRecovery({ staff, recoveryId, reason }), form.values)
      return outcome.ok ? redirect(paths.account()) : outcome.response
    }
    case 'end-all-sessions':
      await endAllSessions({ staffId: staff.id })
      return redirect(paths.signIn(), { headers: { 'Set-Cookie': endedSessionCookie() } })
    default: {
      const kept = await keepFactor(staff, formData)
      return kept.ok ? redirectAfterStepUp(staff, paths.account()) : kept.response
    }
  }
}

export default function Account() {
  const { t } = useWords()
  const { staff, passkeys, sessions, recovery, reading } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const newPasskey = useFormAnswer(answer, 'finish-passkey')
  const newAuthenticator = useFormAnswer(answer, 'confirm-totp')
  const change = useFormAnswer(answer, 'change-factors')
  const stopping = answer && 'errors' in answer && answer.values.intent === 'stop' ? answer : undefined

  if (answer && 'passkey' in answer && answer.passkey) {
    return <NewPasskey begun={answer.passkey} answer={newPasskey} />
  }
  if (answer && 'authenticator' in answer && answer.authenticator) {
    return <NewAuthenticator begun={answer.authenticator} answer={newAuthenticator} />
  }
  return (
    <div className="grid gap-10">
      <div>
        <h1 className="text-2xl">{t('admin:account.title')}</h1>
        <p className="mt-1 text-quiet">
          <bdi>{staff.name}</bdi> · <bdi>{staff.email}</bdi>
        </p>
      </div>
      {recovery && (
        <Notice tone="refusal" title={t('doors:recovery.account_title')}>
          <StopRecovery
            action={paths.account()}
            recoveryId={recovery.id}
            answer={stopping}
            lead={t('doors:recovery.account_lead')}
            submit={t('doors:recovery.account_stop')}
          />
        </Notice>
      )}
      <Factors passkeys={passkeys} hasTotp={staff.hasTotp} reading={reading} />
      <ChangeFactors
        staff={staff}
        passkeys={passkeys}
        answer={change}
        refusal={newPasskey.errorOf('passkey') ?? newPasskey.refusal}
        reading={reading}
      />
      <Sessions sessions={sessions} reading={reading} />
    </div>
  )
}
