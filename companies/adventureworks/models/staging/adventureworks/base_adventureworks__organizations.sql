select
    cast(OrganizationKey as varchar) as organization_id,
    OrganizationName as organization_name,
    cast(ParentOrganizationKey as varchar) as parent_organization_id,
    _from_load_id,
from {{ landed('adventureworks', 'organizations') }}
