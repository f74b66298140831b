import { useTranslation } from 'react-i18next'
import { Notice } from './notice.tsx'

/** The link of someone who was just invited, to hand over; it is shown this once. */
export function InvitationLink({ name, address }: { name: string; address: string }) {
  const { t } = useTranslation('admin')
  return (
    <Notice title={t('admin:people.link_title', { name })}>
      <p>{t('admin:people.link_hint')}</p>
      <p className="mt-2 break-all font-code" dir="ltr">
        {address}
      </p>
    </Notice>
  )
}
