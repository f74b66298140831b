/** Why a backup or a restore cannot be: a sentence for whoever runs the command. Nothing was changed. */
export class BackupRefused extends Error {}
