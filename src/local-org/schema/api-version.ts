/** The API version whose behaviour the local org follows, as in `/services/data/v67.0` (Summer '26). */
export const API_VERSION = '67.0';
