/** The one version of the Salesforce API that this product speaks: `sourceApiVersion` of sfdx-project.json (a test compares). */
export const apiVersion = '67.0';
