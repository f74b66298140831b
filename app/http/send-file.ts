import type { OpenedFile } from '#app/domain/documents/hand-out-document.server.ts'

/**
 * A file that someone else made, to be saved and never shown as a page of ours: whatever it is, it runs nothing here, and
 * no cache keeps it.
 */
export const sendFile = ({ bytes, mediaType, name }: OpenedFile): Response =>
  new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': mediaType,
      'Content-Length': String(bytes.length),
      'Content-Disposition': `attachment; filename="${name}"`,
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  })
