import { type ComponentProps, useState } from 'react'
import { scanFreeText } from '#app/domain/vault/scan-free-text.ts'
import { Notice } from './notice.tsx'
import { TextField } from './text-field.tsx'
import { useWords } from './words.ts'

/**
 * More than one line that a person writes freely. What looks like a number, an address or a place that points to one
 * person is named while they write; it warns and forbids nothing.
 */
export function FreeText(props: ComponentProps<typeof TextField>) {
  const { t } = useWords()
  const [text, setText] = useState(String(props.defaultValue ?? ''))
  const kinds = [...new Set(scanFreeText(text).map(({ kind }) => kind))]
  return (
    <div className="grid gap-2">
      <TextField {...props} onChange={(event) => setText(event.target.value)} />
      <div aria-live="polite">
        {kinds.length > 0 && (
          <Notice title={t('vault:scan.title')}>
            {t('vault:scan.found', { what: kinds.map((kind) => t(`vault:scan.${kind}`)).join(', ') })}
          </Notice>
        )}
      </div>
    </div>
  )
}
