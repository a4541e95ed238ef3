/** The version of the Salesforce API that the preview asks: `sourceApiVersion` of sfdx-project.json (a test compares). */
export const apiVersion = '67.0';
