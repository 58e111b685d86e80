{{ golden_versions('employees', 'employee_id') }}
