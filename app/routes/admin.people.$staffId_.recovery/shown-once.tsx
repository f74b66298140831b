import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'

/** One half of what lets someone in again, in the answer to the act and nowhere else. */
export function ShownOnce({ kind, name, secret }: { kind: 'code' | 'link'; name: string; secret: string }) {
  const { t } = useWords()
  return (
    <Notice title={t(`doors:recovery.${kind}_title`, { name })}>
      <p>{t(`doors:recovery.${kind}_hint`)}</p>
      <p className="mt-2 break-all font-code" dir="ltr">
        {secret}
      </p>
    </Notice>
  )
}
