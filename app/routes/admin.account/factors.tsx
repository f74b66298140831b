import { DataTable } from '#app/components/data-table.tsx'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import { formatDate } from '#app/words/dates.ts'

export type Passkey = { credentialId: string; label: string; recordedAt: Date; lastUsedAt: Date | null }
export type Reading = { language: string; timezone: string }

/** The ways to sign in that a person has. */
export function Factors({ passkeys, hasTotp, reading }: FactorsProps) {
  const { t } = useWords()
  const { language, timezone } = reading
  const day = (date: Date) => formatDate(date, language, timezone)
  return (
    <section aria-labelledby="factors" className="grid gap-3">
      <h2 id="factors" className="text-l">
        {t('admin:account.factors')}
      </h2>
      {passkeys.length > 0 && (
        <DataTable
          caption={t('admin:account.passkeys')}
          columns={[
            {
              key: 'label',
              header: t('admin:account.passkey_label'),
              cell: ({ label }) => <bdi>{label || t('admin:account.passkey_unnamed')}</bdi>,
              names: true,
            },
            {
              key: 'made',
              header: t('admin:account.passkey_made'),
              cell: ({ recordedAt }) => day(recordedAt),
            },
            {
              key: 'used',
              header: t('admin:account.passkey_used'),
              cell: ({ lastUsedAt }) => (lastUsedAt ? day(lastUsedAt) : t('admin:account.never')),
            },
          ]}
          rows={passkeys}
          rowKey={({ credentialId }) => credentialId}
        />
      )}
      <p>
        <StateMark progress={hasTotp ? 'done' : 'waiting'} sentence>
          {hasTotp ? t('admin:account.totp_on') : t('admin:account.totp_off')}
        </StateMark>
      </p>
    </section>
  )
}

type FactorsProps = { passkeys: Passkey[]; hasTotp: boolean; reading: Reading }
