import type { Messages } from './messages.ts';

/*
 * French puts a no-break space before a colon and within « », and a narrow one before ; ! ? and %. Both are written here
 * as escapes, because they cannot be told from a plain space by eye.
 */

/** The texts of the preview in French. */
export const fr: Messages = {
  appName: 'Rapport',
  accounts: 'Comptes',
  allAccounts: 'Tous les comptes',
  navigation: 'Rapport',
  skipToContent: 'Aller à la liste',
  switchUser: 'Changer d’utilisateur',
  signedInAs: 'Session de',
  language: 'Langue',

  method: 'Toutes les réponses actuelles, à poids égal',
  window: '365\u00A0derniers jours',
  intervalMethod: 'intervalle à 95\u202F%, Wald ajusté',
  methodLabel: 'Comment le score est calculé',
  howToRead: 'Comment lire le score',
  howScore:
    'Le NPS relationnel est la part des promoteurs (9–10) moins la part des détracteurs (0–6), de −100 à +100. Chaque contact compte une fois, avec sa dernière réponse à une enquête relationnelle.',
  howInterval:
    'Le point est le score, la barre son intervalle à 95\u202F%\u00A0: moins il y a de voix, plus la plage où peut se trouver le vrai score est large. Au-delà de 30\u00A0points de part et d’autre, elle est trop large pour comparer des comptes.',
  howSilence:
    'Une seule réponse est une voix, pas un score. Les comptes sans réponse figurent aussi dans la liste.',

  accountCount: (count, many) => (many ? `${count}\u00A0comptes` : `${count}\u00A0compte`),
  foundCount: (count, many, search) =>
    many
      ? `${count}\u00A0comptes pour «\u00A0${search}\u00A0»`
      : `${count}\u00A0compte pour «\u00A0${search}\u00A0»`,
  sortedBy: {
    name: 'triés par nom',
    score: 'triés par score',
    answers: 'triés par nombre de réponses',
    last: 'triés par dernière réponse',
  },
  listIsCut: (most) =>
    `La liste contient au plus ${most}\u00A0comptes. Cherchez par nom pour en trouver d’autres.`,
  tableCaption: 'Comptes avec leur score relationnel, son intervalle et le nombre de réponses',
  columns: {
    name: 'Compte',
    score: 'NPS relationnel',
    interval: 'Intervalle à 95\u202F%',
    answers: 'Réponses',
    last: 'Dernière réponse',
  },
  sortBy: {
    name: { asc: 'Trier par nom, de A à Z', desc: 'Trier par nom, de Z à A' },
    score: { asc: 'Trier par score, le plus bas d’abord', desc: 'Trier par score, le plus haut d’abord' },
    answers: {
      asc: 'Trier par nombre de réponses, le plus petit d’abord',
      desc: 'Trier par nombre de réponses, le plus grand d’abord',
    },
    last: {
      asc: 'Trier par dernière réponse, la plus ancienne d’abord',
      desc: 'Trier par dernière réponse, la plus récente d’abord',
    },
  },
  searchLabel: 'Rechercher un compte par son nom',
  searchPlaceholder: 'Nom du compte',
  search: 'Rechercher',
  clearSearch: 'Effacer la recherche',

  range: (lower, upper) => `de ${lower} à ${upper}`,
  tooFewVoices: 'Trop peu de voix pour comparer',
  oneVoice: 'Une seule voix',
  category: { promoter: 'promoteur', passive: 'passif', detractor: 'détracteur' },
  noAnswersYet: 'Pas encore de réponse',
  noCurrentAnswers: 'Aucune réponse depuis 365\u00A0jours',
  notComputedYet: 'Pas encore calculé',
  computed: (ago) => `calculé ${ago}`,
  none: 'aucune',

  noAccounts: {
    title: 'Aucun compte à afficher',
    text: (name) => `L’organisation n’a aucun compte visible pour ${name}.`,
  },
  noMatch: {
    title: (search) => `Aucun compte pour «\u00A0${search}\u00A0»`,
    text: 'Vérifiez l’orthographe, ou cherchez une partie plus courte du nom.',
  },
  noPermission: {
    title: 'Vous n’avez pas accès aux scores relationnels',
    text: (name) =>
      `L’organisation ne permet pas à ${name} de lire les champs de feedback des comptes. Demandez à votre administrateur l’un de ces ensembles d’autorisations\u00A0:`,
    note: 'Si personne ne voit les scores, Rapport n’est peut-être pas installé dans cette organisation.',
  },
  permissionSets: ['Feedback: Sales Rep', 'Feedback: Key Account Manager', 'Feedback: Sales Leader'],
  unreachable: {
    title: 'L’organisation est injoignable',
    text: (orgUrl) =>
      `Rien ne répond à l’adresse ${orgUrl}. Démarrez l’organisation si elle est arrêtée, puis réessayez.`,
  },
  signedOut: {
    title: 'La connexion n’a pas abouti',
    text: (name) => `L’organisation n’a pas accepté ${name}. Réessayez, ou changez d’utilisateur.`,
  },
  refused: {
    title: 'L’organisation a refusé la demande',
    text: 'Réessayez dans un instant. Si le problème persiste, transmettez le message ci-dessous à votre administrateur.',
  },
  unknownUser: {
    title: 'Cet utilisateur n’existe pas ici',
    text: (username) =>
      `«\u00A0${username}\u00A0» n’est pas un utilisateur de cet aperçu. Choisissez-en un\u00A0:`,
  },
  notFound: { title: 'Cette page n’existe pas', text: 'L’adresse est peut-être mal saisie.' },
  noSuchAccount: {
    title: 'Ce compte n’existe pas',
    text: (name) => `Il a peut-être été supprimé, ou ${name} n’a pas le droit de le voir.`,
  },
  notBuilt: {
    title: 'Les composants de cette page n’ont pas pu être compilés',
    text: 'Corrigez dans le package ce qui est indiqué ci-dessous, puis rechargez la page.',
  },
  broken: {
    title: 'La page n’a pas pu être affichée',
    text: 'Une erreur s’est produite dans l’aperçu lui-même. Réessayez dans un instant.',
  },
  orgMessage: 'Message de l’organisation\u00A0:',
  tryAgain: 'Réessayer',
  toAccounts: 'Aller aux comptes',

  account: 'Compte',
  industry: 'Secteur d’activité',
  city: 'Ville',
  skipToAccount: 'Aller au compte',
  standardParts: 'Votre organisation affiche ici les détails du compte et ses listes associées.',
  needsScript: 'Les composants de cette page ont besoin de JavaScript.',
  close: 'Fermer',
  onlyInSalesforce: 'Cette page n’existe que dans Salesforce\u00A0: l’aperçu montre les comptes.',
};
