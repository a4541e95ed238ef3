import type { ObjectPermission } from '../schema/schema.ts';

/** The permission part of a profile of a new org. */
export interface ProfileDefinition {
  name: string;
  description: string;
  /** System Administrator: every object, those deployed later too, and every standard field. Custom fields are not given. */
  everything: boolean;
  /** By API name in lower case. */
  objects: Map<string, ObjectPermission>;
  /** Whether the standard fields of those objects are visible and editable. */
  standardFieldsVisible: boolean;
  userPermissions: string[];
}

const CREATE_READ_EDIT_DELETE: ObjectPermission = {
  allowCreate: true,
  allowRead: true,
  allowEdit: true,
  allowDelete: true,
  viewAllRecords: false,
  modifyAllRecords: false,
};

const SALES_OBJECTS = ['account', 'contact', 'opportunity', 'case', 'task'];

const DEFINITIONS: ProfileDefinition[] = [
  {
    name: 'System Administrator',
    description: 'All objects, with those deployed later; custom fields only by permission sets.',
    everything: true,
    objects: new Map(),
    standardFieldsVisible: true,
    userPermissions: [
      'ApiEnabled',
      'ManageUsers',
      'ViewAllData',
      'ModifyAllData',
      'ViewSetup',
      'CustomizeApplication',
    ],
  },
  {
    name: 'Standard User',
    description: 'The standard sales objects with all their standard fields; nothing custom.',
    everything: false,
    objects: new Map(SALES_OBJECTS.map((name) => [name, CREATE_READ_EDIT_DELETE])),
    standardFieldsVisible: true,
    userPermissions: ['ApiEnabled', 'ViewSetup', 'LightningExperienceUser'],
  },
  {
    name: 'Minimum Access - API Only Integrations',
    description: 'Nothing but the API; permission sets give the rest.',
    everything: false,
    objects: new Map(),
    standardFieldsVisible: false,
    userPermissions: ['ApiEnabled', 'ApiUserOnly'],
  },
];

/** The profiles of the local org by name. */
export const PROFILES: ReadonlyMap<string, ProfileDefinition> = new Map(
  DEFINITIONS.map((profile) => [profile.name, profile]),
);
