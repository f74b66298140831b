import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { type Progress, StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import type { CertificateStanding } from '#app/domain/certificates/certificate.ts'
import type { ListedCertificate } from '#app/domain/certificates/list-certificates.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  certificate: Omit<ListedCertificate, 'recordedById'> & {
    fund: string
    mayConfirm: boolean
    mayRevoke: boolean
  }
  answer: FormAnswer | undefined
}

const marks: Record<CertificateStanding, Progress> = {
  unconfirmed: 'waiting',
  ahead: 'waiting',
  holds: 'done',
  ends_soon: 'moving',
  ended: 'lost',
  revoked: 'lost',
}

/** One certificate: of which rule and fund, how it stands, who saw the paper. */
export function Certificate({ certificate, answer }: Props) {
  const { t } = useWords()
  const { day } = useFormats('UTC')
  const on = (date: string) => day(new Date(`${date}T00:00:00Z`))
  const { id, ruleCode, place, number, fund, standing, validFrom, validUntil, revokedOn } = certificate
  return (
    <li className="grid gap-2 border-t border-hairline py-4">
      <h2 className="text-l font-semibold">
        {t('rules:certificate.title', { code: ruleCode, place })} · <bdi>{fund}</bdi>
      </h2>
      <p>
        <StateMark progress={marks[standing]} sentence>
          {t(`rules:certificate.standing.${standing}`)}
        </StateMark>
      </p>
      <p className="measure">
        {t('rules:certificate.said', { number, from: on(validFrom), until: on(validUntil) })}
        {revokedOn && ` ${t('rules:certificate.revoked_on', { date: on(revokedOn) })}`}
      </p>
      <p className="text-s text-quiet">
        {certificate.confirmedBy
          ? t('rules:certificate.seen', { by: certificate.recordedBy, confirmed: certificate.confirmedBy })
          : t('rules:certificate.entered', { by: certificate.recordedBy })}
      </p>
      {certificate.mayConfirm && (
        <ActForm action={paths.certificates()} refusal={null} submit={t('rules:certificate.confirm')}>
          <input type="hidden" name="act" value="confirm" />
          <input type="hidden" name="certificateId" value={id} />
          <p className="measure text-s">{t('rules:certificate.confirm.hint')}</p>
        </ActForm>
      )}
      {certificate.mayRevoke && (
        <Confirm ask={t('rules:certificate.revoke.ask')} open={answer?.values.act === 'revoke'}>
          <Revoke certificateId={id} answer={answer} />
        </Confirm>
      )}
    </li>
  )
}

function Revoke({ certificateId, answer }: { certificateId: string; answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <ActForm
      action={paths.certificates()}
      refusal={null}
      submit={t('rules:certificate.revoke')}
      tone="refuse"
    >
      <input type="hidden" name="act" value="revoke" />
      <input type="hidden" name="certificateId" value={certificateId} />
      <Field
        id={`revoked-${certificateId}`}
        name="revokedOn"
        type="date"
        label={t('rules:certificate.revoke.on')}
        hint={t('rules:certificate.revoke.hint')}
        defaultValue={entries.value('revokedOn')}
        error={entries.error('revokedOn')}
        required
      />
    </ActForm>
  )
}
