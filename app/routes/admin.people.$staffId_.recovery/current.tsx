import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { StopRecovery } from '#app/components/stop-recovery.tsx'
import { useWords } from '#app/components/words.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import type { RecoveryRow } from '#app/domain/staff/recovery/recovery-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  recovery: RecoveryRow
  person: { id: string; name: string }
  reader: { id: string; mayStop: boolean; factors: Factors }
  mayConfirm: boolean
  timezone: string
  confirming: FormAnswer | undefined
  stopping: FormAnswer | undefined
}

/** The one that is under way: what is known of it, and what this reader can do. */
export function Current({ recovery, person, reader, mayConfirm, timezone, confirming, stopping }: Props) {
  const { t } = useWords()
  return (
    <section aria-labelledby="current" className="grid gap-6">
      <h2 id="current" className="text-xl">
        {t('doors:recovery.current')}
      </h2>
      <Known recovery={recovery} timezone={timezone} />
      {recovery.state === 'ready' && recovery.way === 'administrators' && (
        <Confirming {...{ recovery, person, reader, mayConfirm, confirming }} />
      )}
      {reader.mayStop && (
        <div className="grid gap-3">
          <h3 className="text-l">{t('doors:recovery.stop_title')}</h3>
          <StopRecovery
            action={paths.staffRecovery(person.id)}
            recoveryId={recovery.id}
            answer={stopping}
            lead={t('doors:recovery.stop_lead')}
            submit={t('doors:recovery.stop')}
          />
        </div>
      )}
    </section>
  )
}

function Known({ recovery, timezone }: { recovery: RecoveryRow; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const { way, state } = recovery
  const byHost = way === 'host'
  return (
    <>
      <StateMark progress={state === 'confirmed' ? 'moving' : 'waiting'} sentence>
        {t(byHost && state === 'ready' ? 'doors:recovery.state.ready_host' : `doors:recovery.state.${state}`)}
      </StateMark>
      <Facts
        facts={[
          {
            key: 'by',
            label: t('doors:recovery.by'),
            value: <bdi>{recovery.openedBy?.name ?? t('doors:recovery.host')}</bdi>,
          },
          { key: 'when', label: t('doors:recovery.when'), value: minute(recovery.openedAt) },
          { key: 'reason', label: t('doors:recovery.reason'), value: t(`doors:reason.${recovery.reason}`) },
          ...(recovery.assuredBy
            ? [
                {
                  key: 'assured',
                  label: t('doors:recovery.assured_short'),
                  value: t(`doors:assured.${recovery.assuredBy}`),
                },
              ]
            : []),
          byHost
            ? { key: 'from', label: t('doors:recovery.from'), value: minute(recovery.readyAt) }
            : { key: 'until', label: t('doors:recovery.until'), value: minute(recovery.expiresAt) },
          ...(recovery.confirmedAt
            ? [
                {
                  key: 'confirmed',
                  label: t('doors:recovery.confirmed_by'),
                  value: t('admin:by_at', {
                    name: recovery.confirmedBy ?? t('doors:recovery.host'),
                    date: minute(recovery.confirmedAt),
                  }),
                },
              ]
            : []),
        ]}
      />
    </>
  )
}

type ConfirmingProps = Pick<Props, 'recovery' | 'person' | 'reader' | 'mayConfirm' | 'confirming'>

function Confirming({ recovery, person, reader, mayConfirm, confirming }: ConfirmingProps) {
  const { t } = useWords()
  const entries = useEntries(confirming)
  if (recovery.openedBy?.id === reader.id) return <p className="measure">{t('doors:recovery.own')}</p>
  if (!mayConfirm || person.id === reader.id) return <p className="measure">{t('doors:recovery.not_you')}</p>
  return (
    <div className="grid gap-3">
      <h3 className="text-l">{t('doors:recovery.confirm_title')}</h3>
      <p className="measure">{t('doors:recovery.confirm_lead')}</p>
      <ActForm
        action={paths.staffRecovery(person.id)}
        refusal={entries.refusal}
        submit={t('doors:recovery.confirm')}
      >
        <input type="hidden" name="intent" value="confirm" />
        <input type="hidden" name="recoveryId" value={recovery.id} />
        <StepUpFields
          boundTo={boundTo.confirmRecovery(recovery.id)}
          {...reader.factors}
          error={entries.error('code')}
        />
      </ActForm>
    </div>
  )
}
