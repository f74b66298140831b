import type { Readable } from 'node:stream'
import { createReadableStreamFromReadable } from '@remix-run/node'

/** A paper that is written while it is sent. Its name says its number and no person's name; no cache keeps it. */
export const sendPdf = (pdf: Readable, name: string): Response =>
  new Response(createReadableStreamFromReadable(pdf), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="${name}.pdf"`,
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  })
