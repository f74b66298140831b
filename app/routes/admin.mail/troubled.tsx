import { Link } from '@remix-run/react'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import { closeReasons, resendReasons } from '#app/domain/mail/mending.ts'
import type { TroubledMail } from '#app/domain/mail/troubled-mail.server.ts'
import { paths } from '#app/http/paths.ts'
import { type DeskAnswer, WholeAddress } from './whole-address.tsx'

type Props = {
  mails: TroubledMail[]
  mayMend: boolean
  timezone: string
  answer: DeskAnswer | undefined
}

/** Each mail that did not reach its reader: what it was, why, and what can be done about it. */
export function Troubled({ mails, mayMend, timezone, answer }: Props) {
  return (
    <ul className="grid">
      {mails.map((mail) => {
        const own = answer?.values.mailId === mail.mailId ? answer : undefined
        return (
          <li
            key={mail.mailId}
            id={mail.mailId}
            className="grid gap-x-10 gap-y-5 border-t border-hairline py-5 lg:grid-cols-2"
          >
            <What mail={mail} revealed={own?.revealed} timezone={timezone} />
            {mayMend && <Acts mail={mail} answer={own} />}
          </li>
        )
      })}
    </ul>
  )
}

type WhatProps = { mail: TroubledMail; revealed: string | undefined; timezone: string }

function What({ mail, revealed, timezone }: WhatProps) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const { message, receiptNumber, recipient, problem, detail, reason, since, suppressed } = mail
  const why =
    (problem === 'bounced' && detail === 'blocked') || (problem === 'parked' && detail === 'unknown')
      ? detail
      : problem
  return (
    <div className="grid content-start gap-1.5">
      <h3 className="text-l font-semibold">
        {receiptNumber === null
          ? t(`donors:mail.message.${message}`)
          : t('donors:mail.receipt', { number: String(receiptNumber) })}
      </h3>
      <p className="wrap-anywhere">
        <bdi dir="ltr">{revealed ?? recipient}</bdi>
      </p>
      <p>
        <StateMark progress="lost" sentence>
          {t(`donors:mail.problem.${why}`)}
        </StateMark>
      </p>
      {suppressed && problem !== 'suppressed' && <p>{t('donors:mail.problem.suppressed')}</p>}
      <p className="text-s text-quiet">{t('donors:mail.since', { date: minute(since) })}</p>
      {reason && (
        <p lang="en" dir="ltr" className="text-s text-quiet wrap-anywhere">
          {reason}
        </p>
      )}
    </div>
  )
}

function Acts({ mail, answer }: { mail: TroubledMail; answer: DeskAnswer | undefined }) {
  const { t } = useWords()
  const { mailId, donorId, topic, problem, detail } = mail
  const answerOf = (act: string) => (answer?.values.act === act ? answer : undefined)
  const [replay, close] = [useEntries(answerOf('replay')), useEntries(answerOf('close'))]
  return (
    <div className="grid content-start gap-4">
      {!answer?.revealed && <WholeAddress act="reveal" of={{ mailId }} answer={answer} />}
      {donorId && !topic && <Resend mail={mail} revealed={answer?.revealed} answer={answerOf('resend')} />}
      {problem === 'parked' && detail !== 'unknown' && (
        <ActForm
          action={paths.mail()}
          refusal={replay.refusal}
          submit={t('donors:mail.replay.submit')}
          tone="outline"
        >
          <input type="hidden" name="act" value="replay" />
          <input type="hidden" name="mailId" value={mailId} />
          <p className="text-s text-quiet">{t('donors:mail.replay.lead')}</p>
        </ActForm>
      )}
      <details open={close.isBack}>
        <summary className="min-h-8 cursor-pointer text-primary">{t('donors:mail.close.title')}</summary>
        <div className="mt-3 grid gap-4">
          <p>
            <Link to={paths.mailSheet(mailId)} className="inline-block py-1">
              {t('donors:mail.take_out')}
            </Link>
          </p>
          <ActForm
            action={paths.mail()}
            refusal={close.refusal}
            submit={t('donors:mail.close.submit')}
            tone="outline"
          >
            <input type="hidden" name="act" value="close" />
            <input type="hidden" name="mailId" value={mailId} />
            <ChoiceField
              id={`close-${mailId}`}
              name="reason"
              label={t('donors:mail.close.reason')}
              error={close.error('reason')}
              defaultValue={close.value('reason')}
              required
              choices={[
                { value: '', label: t('admin:choose') },
                ...closeReasons.map((value) => ({ value, label: t(`donors:mail.close.${value}`) })),
              ]}
            />
          </ActForm>
        </div>
      </details>
    </div>
  )
}

type ResendProps = { mail: TroubledMail; revealed: string | undefined; answer: DeskAnswer | undefined }

function Resend({ mail, revealed, answer }: ResendProps) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const { mailId } = mail
  return (
    <ActForm action={paths.mail()} refusal={entries.refusal} submit={t('donors:mail.resend.submit')}>
      <input type="hidden" name="act" value="resend" />
      <input type="hidden" name="mailId" value={mailId} />
      <Field
        id={`to-${mailId}`}
        name="to"
        type="email"
        dir="ltr"
        label={t('donors:mail.resend.to')}
        hint={t('donors:mail.resend.to.hint')}
        autoComplete="off"
        key={revealed}
        defaultValue={entries.value('to', revealed)}
        error={entries.error('to')}
        required
      />
      <ChoiceField
        id={`reason-${mailId}`}
        name="reason"
        label={t('donors:mail.resend.reason')}
        error={entries.error('reason')}
        defaultValue={entries.value('reason')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...resendReasons.map((value) => ({ value, label: t(`donors:mail.resend.${value}`) })),
        ]}
      />
    </ActForm>
  )
}
