import type { RequestHandler } from 'express'
import { largestStatement } from '#app/domain/bank/statement/statement.ts'
import { largestFile } from '#app/domain/documents/document.ts'
import { largestClaim } from '#app/domain/expenses/expense.ts'
import { largestImport } from '#app/domain/imports/import.ts'
import { wordsFor } from '#app/words/words.ts'

/** More than any form here holds. */
const largestForm = 256 * 1024

/** Only these forms bring a file; around it stand a few fields. */
const bringsFile =
  /^\/admin\/(?:cases\/[^/]+\/documents|bonds\/[^/]+\/evidence|requests\/[^/]+\/pathways\/[^/]+)\/?$/

/** And this one a receipt for each of its lines. */
const bringsReceipts = /^\/admin\/expenses\/new\/?$/

/** The page of one bank account takes the bank's statements. */
const bringsStatement = /^\/admin\/reconciliation\/[0-9a-f-]{36}\/?$/
/** And this one a year's export of another system, which is never held whole. */
const bringsExport = /^\/admin\/imports\/?$/

/**
 * Refuses what no form of ours is: a body that is too large, or one that does not say how large it is. It is refused by
 * what it says, before a byte of it is kept.
 */
export const limitBody: RequestHandler = (request, response, next) => {
  const length = request.get('content-length')
  const chunked = request.get('transfer-encoding') !== undefined
  const { files, refusal } = request.method === 'POST' ? broughtBy(request.path) : noFile
  if (!chunked && Number(length ?? 0) <= files + largestForm) return next()
  const words = wordsFor(response.locals.language)
  response
    .status(chunked ? 411 : 413)
    .set('Cache-Control', 'no-store')
    .type('text/plain')
    .send(`${words.t(`errors:${refusal}`)}\n`)
}

const noFile = { files: 0, refusal: 'form_too_large' }

function broughtBy(path: string): { files: number; refusal: string } {
  if (bringsExport.test(path)) return { files: largestImport, refusal: 'import_too_large' }
  if (bringsFile.test(path)) return { files: largestFile, refusal: 'file_too_large' }
  if (bringsStatement.test(path)) return { files: largestStatement, refusal: 'statement_too_large' }
  return bringsReceipts.test(path) ? { files: largestClaim, refusal: 'receipts_too_large' } : noFile
}
