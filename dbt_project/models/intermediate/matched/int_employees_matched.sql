{{
    match_members('employees', 'employee_id', [
        {
            'name': 'erased', 'confidence': 1,
            'lower': erased_person('members.source_id'), 'higher': erased_person('golden.source_id')
        },
        {
            'name': 'declared_id', 'confidence': 1, 'is_declared': true,
            'lower': 'members.master_employee_id', 'higher': 'golden.source_id'
        },
        {
            'name': 'email', 'confidence': 0.95,
            'lower': "nullif(lower(trim(members.email)), '')", 'higher': "nullif(lower(trim(golden.email)), '')"
        },
    ])
}}
