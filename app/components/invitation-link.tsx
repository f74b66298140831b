import { Notice } from './notice.tsx'
import { useWords } from './words.ts'

/** The link of someone who was just invited, to hand over; it is shown this once. */
export function InvitationLink({ name, address }: { name: string; address: string }) {
  const { t } = useWords()
  return (
    <Notice title={t('admin:people.link_title', { name })}>
      <p>{t('admin:people.link_hint')}</p>
      <p className="mt-2 break-all font-code" dir="ltr">
        {address}
      </p>
    </Notice>
  )
}
